const { removeOwnUserFolder } = require('./user-folder.cjs');

module.exports = async () => {
	removeOwnUserFolder();
};
