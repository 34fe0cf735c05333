/** A stack that has sent nothing yet: it sends so many messages as its parent asks for, and tells how many a second. */
import { beginSoak } from "./begin.ts";
import { sendRound } from "./course.ts";

const { soaked, stop } = await beginSoak(1, 0);
process.on("message", async (count: number) => {
	const perSecond = await sendRound(count, soaked);
	process.send?.(perSecond);
});
process.on("disconnect", async () => {
	await stop();
	process.exit(0);
});
process.send?.("ready");
