export interface EnvironmentOptions {
	userFolder: string;
	url: string;
	port: number;
	brokerPort: number;
	/** Parts of n8n that are of no use here and only cost time, by the names that this n8n has for them. */
	unwantedModules: string[];
	/** Settings of one's own, which win over everything here. */
	extra?: NodeJS.ProcessEnv;
}

/**
 * What is handed on from the caller's environment. It is a list of what is wanted because a person
 * who runs n8n elsewhere may have its settings set: a demo must never reach their database.
 */
const HANDED_ON =
	/^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|COMSPEC|APPDATA|LOCALAPPDATA|USERPROFILE|HTTPS?_PROXY|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/i;

/** Everything that could send something out, or greet a new user with a form or an advertisement. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	// Else every page's title says that this is a development build.
	N8N_RELEASE_TYPE: 'stable',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_AI_ENABLED: 'false',
};

/** The whole environment of an n8n that only this machine can reach and that keeps to itself. */
export function n8nEnvironment(options: EnvironmentOptions): NodeJS.ProcessEnv {
	const { userFolder, url, port, brokerPort, unwantedModules, extra } = options;
	const handedOn = Object.entries(process.env).filter(([name]) => HANDED_ON.test(name));
	return {
		...Object.fromEntries(handedOn),
		...QUIET,
		N8N_DISABLED_MODULES: unwantedModules.join(','),
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PROTOCOL: 'http',
		N8N_EDITOR_BASE_URL: url,
		N8N_WEBHOOK_URL: url,
		// Browsers do not keep a secure cookie from plain http, and sign-in would fail without a word.
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		DB_TYPE: 'sqlite',
		EXECUTIONS_MODE: 'regular',
		// n8n would assume New York.
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
		NO_PROXY: '127.0.0.1,localhost',
		NO_COLOR: '1',
		...extra,
	};
}
