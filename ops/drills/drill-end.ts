import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { marshall } from "@aws-sdk/util-dynamodb";
import { itemOf } from "../../core/breaker/breaker.ts";
import { TABLE, tableKey } from "../../core/contract.ts";
import { quotaItemOf } from "../../core/quota/quota.ts";
import { findLocalGmail } from "../local/local-gmail.ts";
import { readCredential } from "../login/stored-credential.ts";
import { askBreaker } from "../sender/ask-breaker.ts";
import { readBreaker, readQuota } from "../sender/sender-state.ts";
import type { Target } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";

/**
 * Undoes what drills did to the local stack: the look-alike accepts the credential in the secret,
 * causes no more failures, and the limit that was learned from them is deleted. Holds and rules stay.
 */
export async function endLocalDrill(target: Target): Promise<string> {
	const { lambda, sender } = target;
	const gmail = await findLocalGmail(target);
	await gmail.setFaults([]);
	await lambda.send(
		new DeleteFunctionConcurrencyCommand({ FunctionName: sender.functionName }),
	);
	const form = await readCredential(target);
	if (form.kind === "credential") await gmail.accept(form.credential);
	await forgetLimit(target);
	await tryAtOnce(target);
	await askBreaker(target, { action: "tick" });
	if (form.kind === "credential")
		return "Ended: the look-alike Gmail accepts mail again, and waiting mail is sent automatically.";
	const why =
		form.kind === "empty"
			? "the secret contains no App Password"
			: form.sentence;
	return `Ended, but no mail is sent: ${why}. Store one with ${OPS} set-password`;
}

/** A limit that was learned from a drill would apply for a day. */
async function forgetLimit(target: Target): Promise<void> {
	const { learned, ...quota } = await readQuota(target);
	if (learned === undefined) return;
	const key = tableKey.quota(target.sender.mailbox);
	await putNext(target, key, quota.version, quotaItemOf(quota));
}

/** Ends the wait, not the outage: a message or a login still has to show that it is over. */
async function tryAtOnce(target: Target): Promise<void> {
	const breaker = await readBreaker(target);
	const { version, state } = breaker;
	if (state.kind !== "open") return;
	const next = { ...breaker, state: { ...state, until: 0 } };
	const key = tableKey.breaker(target.sender.mailbox);
	await putNext(target, key, version, itemOf(next));
}

/** Replaces an item, if it still has the version that was read. */
async function putNext(
	{ dynamo, sender }: Target,
	key: string,
	version: number,
	item: object,
): Promise<void> {
	await dynamo.send(
		new PutItemCommand({
			TableName: sender.tableName,
			Item: marshall(
				{ ...item, version: version + 1, [TABLE.key]: key },
				{ removeUndefinedValues: true },
			),
			ConditionExpression: "#version = :read",
			ExpressionAttributeNames: { "#version": "version" },
			ExpressionAttributeValues: marshall({ ":read": version }),
		}),
	);
}
