import type { LocalFunction } from "local-aws";
import type { Begun } from "./drill.ts";
import type { Scene } from "./scene.ts";

const DEAD = "Cannot find module 'index'";
/** What fails or is throttled returns much later: one message every five minutes shows that it lasts. */
const DELAYS = [0, 300, 600, 900];

/** Every invocation of the sending function fails. */
export async function failSending(scene: Scene): Promise<Begun> {
	breakFunction(scene, scene.sendingFunction);
	await sendForLong(scene);
	return {};
}

/** Every invocation of the breaker function fails, after a last one that was well. */
export async function failBreaker(scene: Scene): Promise<Begun> {
	await scene.askBreaker({ action: "tick" });
	breakFunction(scene, scene.breakerFunction);
	return {};
}

/** The sending function may not run at all. */
export async function throttleSending(scene: Scene): Promise<Begun> {
	const fn = scene.sendingFunction;
	const before = fn.reservedConcurrency;
	fn.reservedConcurrency = 0;
	scene.atEnd(() => {
		fn.reservedConcurrency = before;
	});
	await sendForLong(scene);
	return {
		mend: [
			`Mend it as on AWS: ${scene.aws(`lambda delete-function-concurrency --function-name ${scene.sender.functionName}`)}`,
		],
	};
}

function breakFunction(scene: Scene, fn: LocalFunction): void {
	const before = fn.broken;
	fn.broken = DEAD;
	scene.atEnd(() => {
		fn.broken = before;
	});
}

async function sendForLong(scene: Scene): Promise<void> {
	for (const delaySeconds of DELAYS) await scene.send({ delaySeconds });
}
