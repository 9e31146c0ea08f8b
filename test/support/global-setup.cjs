const { useOwnUserFolder } = require('./user-folder.cjs');

module.exports = async () => {
	useOwnUserFolder();
	// What nodes fail with on purpose is no news.
	process.env.N8N_LOG_LEVEL = 'silent';
};
