import type { Begun } from "./drill.ts";
import type { Scene } from "./scene.ts";

/** Neither function may use the table. */
export async function denyTable(scene: Scene): Promise<Begun> {
	scene.deny(
		[scene.sendingFunction, scene.breakerFunction],
		(service) => service === "dynamodb",
	);
	await scene.send();
	return {};
}

/** The sending function may not put events on the bus. */
export async function denyEvents(scene: Scene): Promise<Begun> {
	scene.deny(
		[scene.sendingFunction],
		(service, action) => service === "events" && action === "PutEvents",
	);
	await scene.send();
	return {};
}

/** The mapping is off, and the breaker function may not switch it on. */
export async function denySwitch(scene: Scene): Promise<Begun> {
	const { mapping, sender } = scene;
	scene.deny(
		[scene.breakerFunction],
		(service, action, method) =>
			service === "lambda" &&
			method === "PUT" &&
			action.includes("/event-source-mappings/"),
	);
	await mapping.disable();
	await scene.send();
	return {
		mend: [
			`Mail may go at once, as on AWS: ${scene.aws(`lambda update-event-source-mapping --uuid ${sender.eventSourceMappingId} --enabled`)}`,
		],
	};
}

/** Lambda itself may not read the queue. */
export async function denyQueue(scene: Scene): Promise<Begun> {
	const { mapping } = scene;
	mapping.isCutOff = true;
	scene.atEnd(() => {
		mapping.isCutOff = false;
	});
	await scene.send();
	return {};
}
