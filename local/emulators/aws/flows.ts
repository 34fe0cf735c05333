import { Apis } from "../api-gateway/apis.ts";
import { Iot } from "../iot/iot.ts";
import { StepFunctions } from "../step-functions/step-functions.ts";

/** Services that hand something on to a queue: Step Functions, API Gateway, IoT rules. */
export class Flows {
	readonly stepFunctions = new StepFunctions();
	readonly apis = new Apis();
	readonly iot = new Iot();

	stop(): void {
		this.stepFunctions.stop();
	}
}
