import { certificatesFor } from "../../local/gmail/certificate.ts";
import { startGmail } from "../../local/gmail/server.ts";
import { LOCAL_APP_PASSWORD } from "../../local/run.ts";
import { startDelayProxy } from "./delay-proxy.ts";
import { ROUND_TRIP_MS } from "./deployed.ts";
import { MAILBOX } from "./mail.ts";

/** The look-alike Gmail behind the same network as a deployed stack's, for what needs no AWS. */
export async function startLookAlike(dotMs: number) {
	const certificates = certificatesFor(["localhost", "127.0.0.1"]);
	const gmail = await startGmail({
		certificates,
		port: { asked: 0, usual: 0, option: "port" },
	});
	const proxy = await startDelayProxy(gmail, ROUND_TRIP_MS);
	gmail.mailboxes.setPassword(LOCAL_APP_PASSWORD, MAILBOX);
	gmail.mailboxes.setLimits({ messages: 1e9, recipients: 1e9 });
	gmail.faults.replace([{ stage: "eom", delayMs: dotMs }]);
	return {
		gmail,
		port: proxy.port,
		ca: certificates.ca,
		async stop(): Promise<void> {
			await proxy.stop();
			await gmail.stop();
		},
	};
}
