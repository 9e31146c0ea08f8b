const { useOwnUserFolder } = require('./user-folder.cjs');

module.exports = async () => {
	useOwnUserFolder();
};
