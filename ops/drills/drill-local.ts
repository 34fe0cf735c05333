import { randomInt } from "node:crypto";
import { PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { findLocalGmail } from "../local/local-gmail.ts";
import { isOauth, readCredential } from "../login/stored-credential.ts";
import type { Target } from "../sender/target.ts";
import { argument } from "../terminal/argument.ts";
import { OPS } from "../terminal/called-by.ts";
import { DRILLS, type DrillName } from "./drills.ts";

/** Causes a real failure on the local stack, and sends a message that encounters it. */
export async function startLocalDrill(
	target: Target,
	name: DrillName,
	flags: string,
): Promise<string> {
	const { lambda, sqs, sender } = target;
	const {
		faults = [],
		to = "drill@example.com",
		delays = [0],
		rings,
	} = DRILLS[name];
	const gmail = await findLocalGmail(target);
	const byOauth = isOauth(await readCredential(target));
	const password = name === "auth" && !byOauth ? newPassword() : undefined;
	await gmail.setFaults(faults);
	if (name === "auth" && byOauth) await gmail.revokeOauth();
	if (password !== undefined) await gmail.setPassword(password);
	if (name === "stall")
		await lambda.send(
			new PutFunctionConcurrencyCommand({
				FunctionName: sender.functionName,
				ReservedConcurrentExecutions: 0,
			}),
		);
	const id = `drill-${crypto.randomUUID()}`;
	for (const DelaySeconds of delays)
		await sqs.send(
			new SendMessageCommand({
				QueueUrl: sender.queueUrl,
				DelaySeconds,
				MessageBody: JSON.stringify({
					id: DelaySeconds === 0 ? id : `${id}-${DelaySeconds}`,
					to,
					subject: `[DRILL] ${name}`,
					text: "A rehearsal: nobody has to read this.\n",
				}),
			}),
		);
	return [
		`The drill ${name} has begun, with the message ${id}. On the local stack ${rings}; meanwhile: ${OPS} status${flags}`,
		...(password === undefined
			? []
			: [
					`The "new" App Password is ${password}. Fix the failure as you would on AWS: ${OPS} set-password${flags}`,
				]),
		...(name === "dlq"
			? [
					`Fix the failure as you would on AWS: ${OPS} failed${flags}, then ${OPS} discard --id=${argument(id)} --reason drill${flags}`,
				]
			: []),
		`To end it: ${OPS} drill --end${flags}`,
	].join("\n");
}

function newPassword(): string {
	return Array.from({ length: 16 }, () =>
		String.fromCharCode(97 + randomInt(26)),
	).join("");
}
