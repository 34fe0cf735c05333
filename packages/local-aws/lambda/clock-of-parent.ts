/** `node --import` of this file: the process's `Date` shows the time of the run that started it. */
import { setClockOffset, takeParentsClock } from "../clock.ts";

takeParentsClock();
// It is told of a jump by its parent, without being kept alive by listening.
if (process.channel !== undefined) {
	process.on("message", (message: { readonly clockOffsetMs?: number }) => {
		if (message.clockOffsetMs !== undefined)
			setClockOffset(message.clockOffsetMs);
	});
	process.channel.unref();
}
