import { Stack } from "aws-cdk-lib";
import { Annotations, Match, Template } from "aws-cdk-lib/assertions";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { describe, expect, test } from "vitest";
import { Producers } from "../../infra/constructs/access/producers.ts";
import { GmailSender } from "../../infra/constructs/gmail-sender.ts";
import { statementsFor } from "../support/producers.ts";
import {
	HOME,
	newApp,
	sendingEnvironment,
	stackWith,
} from "../support/synth.ts";

function senderWith(prefix?: string) {
	const { stack } = stackWith();
	const bucket = Bucket.fromBucketName(stack, "Invoices", "invoices");
	const sender = new GmailSender(stack, "Invoicing", {
		mailbox: "invoices@example.com",
		mailboxType: "workspace",
		attachmentBuckets: [prefix === undefined ? bucket : { bucket, prefix }],
	});
	return { stack, sender };
}

const placesIn = (stack: ReturnType<typeof senderWith>["stack"]) =>
	Object.values(
		Template.fromStack(stack).findResources("AWS::Lambda::Function"),
	)
		.map(
			({ Properties }) => Properties.Environment?.Variables.ATTACHMENT_BUCKETS,
		)
		.filter((places) => places !== undefined && places !== "[]");

describe("attachmentBuckets", () => {
	test.each([
		["a bucket", undefined, '["invoices"]', ":s3:::invoices/*"],
		["a prefix", "sent/", '["invoices/sent/"]', ":s3:::invoices/sent/*"],
	])(
		"lets the function read %s and nothing else",
		(_what, prefix, places, arn) => {
			const { stack } = senderWith(prefix);
			expect(placesIn(stack)).toEqual([places]);
			const reads = statementsFor(stack, "lambda.amazonaws.com").filter(
				({ Action, Resource }) =>
					[Action].flat().includes("s3:GetObject") &&
					JSON.stringify(Resource).includes(":s3:::"),
			);
			expect(reads).toEqual([
				{
					Effect: "Allow",
					Action: ["s3:GetObject", "s3:GetObjectVersion"],
					Resource: {
						"Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, arn]],
					},
				},
			]);
		},
	);

	test("may be for producers of a name alone", () => {
		const { stack } = stackWith();
		const bucket = Bucket.fromBucketName(stack, "Invoices", "invoices");
		new GmailSender(stack, "Invoicing", {
			mailbox: "invoices@example.com",
			mailboxType: "workspace",
			aliases: [
				"all@example.com",
				{ address: "billing@example.com", producers: ["billing"] },
			],
			attachmentBuckets: [
				{ bucket, producers: ["billing"] },
				{ bucket, prefix: "all/" },
			],
		});
		const [variables] = Object.values(
			Template.fromStack(stack).findResources("AWS::Lambda::Function"),
		)
			.map(({ Properties }) => Properties.Environment?.Variables ?? {})
			.filter(({ ALIASES = "[]" }) => ALIASES !== "[]");
		expect(variables).toMatchObject({
			ALIASES: '["all@example.com","billing@example.com"]',
			ATTACHMENT_BUCKETS: '["invoices","invoices/all/"]',
			ONLY_FOR: '{"billing@example.com":["billing"],"invoices":["billing"]}',
		});
	});

	test.each([
		["222222222222", '{"invoices":"222222222222"}'],
		[HOME.account, undefined],
		[undefined, undefined],
	])("of the account %s are read as %s's", (account, owners) => {
		const stack = new Stack(newApp(), "Team", { env: HOME });
		const bucket = Bucket.fromBucketAttributes(stack, "Invoices", {
			bucketName: "invoices",
			...(account === undefined ? {} : { account }),
		});
		const attachmentBuckets = [{ bucket, prefix: "sent/" }];
		new GmailSender(stack, "Mail", {
			mailbox: "alerts@example.com",
			mailboxType: "workspace",
			attachmentBuckets,
		});
		expect(sendingEnvironment(stack).BUCKET_OWNERS).toBe(owners);
	});

	test.each([
		[[], 0],
		[["billing"], 0],
		[undefined, 1],
	])("for the producers %j warn of strangers %i times", (producers, count) => {
		const { stack } = stackWith();
		const bucket = Bucket.fromBucketName(stack, "Invoices", "invoices");
		new GmailSender(stack, "Invoicing", {
			mailbox: "invoices@example.com",
			mailboxType: "workspace",
			allowProducers: [Producers.account("222222222222")],
			attachmentBuckets: [
				producers === undefined ? bucket : { bucket, producers },
			],
		});
		expect(
			Annotations.fromStack(stack).findWarning(
				"*",
				Match.stringLikeRegexp("have any object of attachmentBuckets mailed"),
			),
		).toHaveLength(count);
	});

	test("are none by default", () => {
		expect(sendingEnvironment(stackWith().stack).ATTACHMENT_BUCKETS).toBe("[]");
	});

	test.each(["", "*", "a?", "a$"])("refuse the prefix %j", (prefix) => {
		expect(() => senderWith(prefix)).toThrow(
			/Cannot read attachments of Team\/Invoices by the prefix .*allowed: the beginning of keys/,
		);
	});
});
