/** Postfix's files for a relay to the look-alike, as its TLS_README and SASL_README have them. */
export interface PostfixSettings {
	readonly folder: string;
	/** Where it takes mail from. */
	readonly port: number;
	/** Where it relays to, on localhost. */
	readonly relayPort: number;
	readonly caFile: string;
	readonly user: string;
	readonly pass: string;
	/** To the relay, at a time. */
	readonly connections: number;
}

export function mainCf(settings: PostfixSettings): string {
	const { folder, relayPort, caFile, user, pass, connections } = settings;
	const relay = `[localhost]:${relayPort}`;
	return lines({
		compatibility_level: "3.6",
		queue_directory: `${folder}/queue`,
		data_directory: `${folder}/data`,
		maillog_file: logFile(folder),
		maillog_file_prefixes: folder,
		myhostname: "bench.example.com",
		mydestination: "",
		mynetworks: "127.0.0.0/8",
		inet_interfaces: "127.0.0.1",
		inet_protocols: "ipv4",
		alias_maps: "",
		alias_database: "",
		message_size_limit: 40_000_000,
		// It would slow down whoever submits, which is no part of what is measured.
		in_flow_delay: 0,
		relayhost: relay,
		smtp_host_lookup: "native",
		smtp_tls_security_level: "secure",
		smtp_tls_CAfile: caFile,
		smtp_tls_connection_reuse: "yes",
		smtp_connection_cache_destinations: relay,
		smtp_sasl_auth_enable: "yes",
		smtp_sasl_password_maps: `inline:{{${relay} = ${user}:${pass}}}`,
		smtp_sasl_security_options: "noanonymous",
		smtp_sasl_tls_security_options: "noanonymous",
		smtp_sasl_mechanism_filter: "plain",
		initial_destination_concurrency: connections,
		smtp_destination_concurrency_limit: connections,
	});
}

/** As Debian's, but outside of a chroot, which would need copies of libraries, and with tlsproxy. */
export function masterCf({ port }: PostfixSettings): string {
	return `127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
tlsproxy unix - - n - 0 tlsproxy
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
}

export function logFile(folder: string): string {
	return `${folder}/mail.log`;
}

function lines(settings: Readonly<Record<string, string | number>>): string {
	return Object.entries(settings)
		.map(([name, value]) => `${name} = ${value}\n`)
		.join("");
}
