import type { SenderManifest } from "../core/manifest.ts";

/** What `--json` prints when all is ready, in one line: programs read it. */
export interface ReadyLine {
	/** Addresses of the AWS endpoint and of the inbox. */
	readonly endpoint: string;
	readonly inbox: string;
	readonly region: string;
	readonly smtp: { readonly host: string; readonly port: number };
	/** Of the first sender, as is all that follows. */
	readonly queueUrl: string;
	readonly deadLetterQueueUrl: string;
	readonly secretName: string;
	readonly stackName: string;
	readonly senders: readonly SenderManifest[];
}
