import type { Io } from "./io.ts";

/** @returns a wait that ends `perSecond` times a second. */
export function createPace(
	perSecond: number,
	io: Pick<Io, "now" | "sleep">,
): () => Promise<void> {
	let next = io.now();
	return async () => {
		const wait = next - io.now();
		if (wait > 0) await io.sleep(wait);
		next = Math.max(next, io.now()) + 1000 / perSecond;
	};
}
