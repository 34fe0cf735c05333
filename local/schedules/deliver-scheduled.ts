import type { LambdaApi } from "../emulators/aws/lambda-api.ts";
import type { QueueSender } from "../queue-sender.ts";
import type { ScheduleTarget } from "./schedule-settings.ts";

/** Hands an execution's text to a queue, or to a function: asynchronously, as AWS does. @throws when there is none such. */
export async function deliverScheduled(
	{ Arn, RoleArn }: ScheduleTarget,
	text: string,
	to: { readonly lambda: LambdaApi; readonly queueSender: QueueSender },
): Promise<void> {
	if (!Arn.startsWith("arn:aws:lambda:"))
		return to.queueSender.send(Arn, text, RoleArn);
	const { functions, asynchronous } = to.lambda;
	const fn = functions.find(({ spec }) => spec.arn === Arn);
	if (fn === undefined) throw new Error(`there is no function ${Arn}`);
	await asynchronous.invoke(fn, JSON.parse(text)).firstTry;
}
