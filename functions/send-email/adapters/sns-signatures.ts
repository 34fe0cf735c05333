import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { SendingDeps } from "../deps.ts";

/** SNS has a certificate or two at a time in a region. */
const MOST_KEPT = 20;
/** When AWS has not answered, for so long nobody asks again: a network that lets nothing out would cost every batch. */
const SILENT_MS = 60_000;

/** The signatures of SNS, checked by the certificates that AWS keeps. */
export function createSnsSignatures(options: {
	/** Where the certificates lie, if not at AWS. */
	readonly certificatesUrl: string | undefined;
	readonly report: (error: unknown) => void;
	readonly now: () => number;
	/** How long AWS may take to hand one out. */
	readonly fetchMs: number;
}): SendingDeps["signatures"] {
	const { certificatesUrl, report, now } = options;
	let silentUntil = 0;
	const keys = new Map<string, Promise<KeyObject | "none" | "unknown">>();
	return {
		async check({ certificateUrl, algorithm, text, signature }) {
			const key = await keyOf(certificateUrl);
			if (typeof key === "string") return key === "none" ? "forged" : key;
			const bytes = Buffer.from(signature, "base64");
			return verify(algorithm, Buffer.from(text), key, bytes)
				? "genuine"
				: "forged";
		},
	};

	async function keyOf(url: string) {
		const kept = keys.get(url);
		if (kept !== undefined) return kept;
		if (now() < silentUntil) return "unknown";
		const asked = fetchKey(url);
		keys.set(url, asked);
		const key = await asked;
		// Made-up addresses must not push out those that are in use.
		if (typeof key === "string") keys.delete(url);
		for (const oldest of [...keys.keys()].slice(0, -MOST_KEPT))
			keys.delete(oldest);
		return key;
	}

	async function fetchKey(
		url: string,
	): Promise<KeyObject | "none" | "unknown"> {
		try {
			const response = await fetch(
				certificatesUrl === undefined
					? url
					: new URL(new URL(url).pathname, certificatesUrl),
				{
					// An environment is frozen between invocations: a connection kept for later would be dead by then.
					headers: { connection: "close" },
					redirect: "error",
					signal: inTime(options.fetchMs),
				},
			);
			if (response.status === 403 || response.status === 404) return "none";
			if (!response.ok) throw new Error(`SNS answers ${response.status}`);
			return createPublicKey(await response.text());
		} catch (error) {
			silentUntil = now() + SILENT_MS;
			report(error);
			return "unknown";
		}
	}
}

/** What has come meanwhile is looked at first: somebody's long text may have kept all else from moving. */
const LOOK_MS = 300;

function inTime(ms: number): AbortSignal {
	const controller = new AbortController();
	const soon = () => setTimeout(() => controller.abort(), LOOK_MS).unref();
	setTimeout(soon, Math.max(0, ms - LOOK_MS)).unref();
	return controller.signal;
}
