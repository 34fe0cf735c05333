import type { LookAlikeGmail } from "../../local/gmail/server.ts";

/** A mail in the words of the queue's messages; what every contestant is given. */
export interface Mail {
	readonly id: string;
	readonly to: string | readonly string[];
	readonly subject: string;
	readonly text: string;
	readonly attachments?: readonly {
		readonly filename: string;
		readonly s3: { readonly bucket: string; readonly key: string };
	}[];
}

export const MAILBOX = "bench@example.com";
const TEXT = "x".repeat(70).concat("\n").repeat(29);

/** A mail of 2 kB to a recipient of its own. */
export function mailOf(id: string): Mail {
	return {
		id,
		to: `${id}@example.com`,
		subject: `Message ${id}`,
		text: TEXT,
	};
}

/** Mails with the ids `prefix-0` and so on. */
export function mailsOf(prefix: string, count: number): readonly Mail[] {
	return Array.from({ length: count }, (_, index) =>
		mailOf(`${prefix}-${index}`),
	);
}

/** How often each id was taken by the server. */
export function takenIds({ log }: LookAlikeGmail): ReadonlyMap<string, number> {
	const taken = new Map<string, number>();
	for (const { raw } of log.accepted) {
		const head = raw.subarray(0, 20_000).toString("latin1");
		const id = /^Subject: Message (\S+)/im.exec(head)?.[1];
		if (id !== undefined) taken.set(id, (taken.get(id) ?? 0) + 1);
	}
	return taken;
}

/** Waits until the server has taken so many more. @returns when it took the last, by performance.now() */
export function taken(gmail: LookAlikeGmail, count: number): Promise<number> {
	return new Promise((resolve) => {
		let left = count;
		const end = gmail.onMail(() => {
			left -= 1;
			if (left > 0) return;
			end();
			resolve(performance.now());
		});
	});
}
