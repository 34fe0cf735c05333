import type { Begun } from "./drill.ts";
import type { Scene } from "./scene.ts";

const NO_SUCH_ADDRESS = "reply-550-5.1.1@example.com";

/** A message to an address that does not exist. */
export async function deadLetter(scene: Scene): Promise<Begun> {
	const id = await scene.send({ to: NO_SUCH_ADDRESS });
	return {
		mend: [
			`Mend it as on AWS: ${scene.command("failed")}, then ${scene.command(`discard --id=${id} --reason drill`)}`,
		],
	};
}
