import type { MessageAttributeValue } from "fauxqs";
import { matchesPattern } from "../events/event-pattern.ts";
import type { SnsSubscription } from "../fauxqs-parts.ts";
import { isObject, jsonOf } from "../json.ts";
import type { Signer } from "./signer.ts";

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

export interface SnsMessage {
	readonly id: string;
	readonly topicArn: string;
	/** The topic's: 1 or 2. */
	readonly signatureVersion: string;
	readonly subject: string | undefined;
	readonly text: string;
	readonly attributes: MessageAttributes;
}

/**
 * The envelope in which a queue gets a message. Its certificate lies at the local endpoint, under the path of its address.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function envelopeOf(
	{ id, topicArn, signatureVersion, subject, text, attributes }: SnsMessage,
	subscriptionArn: string,
	signer: Signer,
): string {
	const host = `https://sns.${topicArn.split(":")[3]}.amazonaws.com`;
	const entries = Object.entries(attributes).map(([name, attribute]) => [
		name,
		{
			Type: attribute.DataType,
			Value: attribute.StringValue ?? attribute.BinaryValue ?? "",
		},
	]);
	const signed = {
		Message: text,
		MessageId: id,
		...(subject === undefined ? {} : { Subject: subject }),
		Timestamp: new Date().toISOString(),
		TopicArn: topicArn,
		Type: "Notification",
	};
	return JSON.stringify({
		...signed,
		SignatureVersion: signatureVersion,
		Signature: signer.sign(
			Object.entries(signed)
				.map(([name, value]) => `${name}\n${value}\n`)
				.join(""),
			signatureVersion,
		),
		SigningCertURL: `${host}${signer.certificatePath}`,
		UnsubscribeURL: `${host}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`,
		MessageAttributes:
			entries.length === 0 ? undefined : Object.fromEntries(entries),
	});
}

/**
 * Whether a subscription's filter policy lets a message through.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function isWanted(
	{ attributes }: SnsSubscription,
	message: SnsMessage,
): boolean {
	const { FilterPolicy, FilterPolicyScope } = attributes;
	if (FilterPolicy === undefined) return true;
	const policy: unknown = JSON.parse(FilterPolicy);
	if (FilterPolicyScope === "MessageBody") {
		const body = jsonOf(message.text);
		return matchesPattern(policy, isObject(body) ? body : undefined);
	}
	// Where there are no attributes, not even one that must not be there is missing.
	return (
		Object.keys(message.attributes).length > 0 &&
		matchesPattern(policy, valuesOf(message.attributes))
	);
}

function valuesOf(attributes: MessageAttributes): object {
	const entries = Object.entries(attributes).map(
		([name, { DataType, StringValue = "" }]) => {
			if (DataType === "String.Array")
				return [name, JSON.parse(StringValue) as unknown];
			if (DataType.startsWith("Number")) return [name, Number(StringValue)];
			return [name, DataType.startsWith("String") ? StringValue : undefined];
		},
	);
	return Object.fromEntries(entries);
}
