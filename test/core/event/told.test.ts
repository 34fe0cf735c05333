import { describe, expect, test } from "vitest";
import { tell } from "../../../core/event/writing/told/told.ts";
import { toneOfWords } from "../../../core/event/writing/told/tone-of-words.ts";

const told = (
	kind: string,
	detail: object,
	resources: readonly string[] = [],
) => tell({ detail, resources }, kind);

describe("tell() knows of events that no code is for", () => {
	test.each<[kind: string, detail: object, expected: object]>([
		[
			"Widget Job State Change",
			{ jobId: "j-1", jobName: "nightly", state: "FAILED" },
			{ name: "nightly", head: "FAILED", tone: "bad" },
		],
		[
			"Rover Mission Status Change",
			{ "mission-name": "apollo", "mission-status": "TIMED_OUT" },
			{ name: "apollo", head: "TIMED_OUT", tone: "bad" },
		],
		[
			"Sentinel Finding",
			{
				id: "f-1",
				severity: 8.5,
				title: "Port scan",
				resource: { instanceDetails: { instanceId: "i-1" } },
			},
			{ name: "i-1", head: "HIGH (8.5)", title: "Port scan", tone: "bad" },
		],
		[
			"Sentinel Finding",
			{ severity: { label: "LOW" }, status: "FAILED", title: "Weak key" },
			{ head: "LOW, FAILED", tone: "neutral" },
		],
		[
			"Sentinel Finding",
			{ severity: "CRITICAL", status: "CLOSED", title: "CVE-1" },
			{ head: "CRITICAL, CLOSED", tone: "good" },
		],
		[
			"Sentinel Finding",
			{ severity: { score: 2, description: "Medium" }, title: "Open share" },
			{ head: "Medium", tone: "warning" },
		],
		[
			"Image Check",
			{
				"repository-name": "shop",
				"scan-status": "COMPLETE",
				"finding-severity-counts": { CRITICAL: 0, HIGH: 2, LOW: 9 },
			},
			{ name: "shop", head: "2 HIGH, COMPLETE", tone: "bad" },
		],
		[
			"Copy Notification",
			{
				event: "copyBox",
				result: "failed",
				box_id: "arn:aws:box:eu-west-1:123456789012:box/b-1",
			},
			{ head: "copyBox failed", name: "b-1", tone: "bad" },
		],
		[
			"Thing State Change",
			{ thingName: "lamp", previousState: "FAILED", currentState: "RUNNING" },
			{ head: "RUNNING", name: "lamp", tone: "good" },
		],
		[
			"Thing State Change",
			{ thingName: "lamp", desiredStatus: "STOPPED", lastStatus: "RUNNING" },
			{ head: "RUNNING", tone: "good" },
		],
		[
			"Service Event",
			{ level: "WARN", serviceName: "shop", eventName: "SCALE_DELAYED" },
			{ head: "SCALE_DELAYED", name: "shop", tone: "warning" },
		],
		[
			"Certificate Approaching Expiration",
			{ DaysToExpiry: 12, CommonName: "example.com" },
			{ head: "12 days", name: "example.com", tone: "warning" },
		],
		[
			"Run Finished",
			{ failed: 0, errors: 0, state: "SUCCEEDED", runName: "r" },
			{ head: "SUCCEEDED", tone: "good" },
		],
	])("%s, %j", (kind, detail, expected) => {
		expect(told(kind, detail)).toMatchObject(expected);
	});

	test("names an API call by what it changes, and tells who called", () => {
		const call = (eventName: string, more: object) =>
			told("AWS API Call via CloudTrail", {
				userIdentity: {
					type: "IAMUser",
					arn: "arn:aws:iam::123456789012:user/bob",
				},
				eventSource: "x.amazonaws.com",
				eventName,
				eventType: "AwsApiCall",
				...more,
			});
		expect(
			call("DeleteBucket", {
				requestParameters: { Host: "s3.amazonaws.com", bucketName: "invoices" },
			}),
		).toMatchObject({
			head: "DeleteBucket",
			name: "invoices",
			actor: "bob",
			tone: "warning",
		});
		expect(
			call("AttachRolePolicy", {
				requestParameters: {
					policyArn: "arn:aws:iam::aws:policy/Admin",
					roleName: "deploy",
				},
				errorCode: "AccessDenied",
			}),
		).toMatchObject({
			head: "AttachRolePolicy AccessDenied",
			name: "deploy",
			tone: "bad",
		});
		expect(
			call("TerminateInstances", {
				requestParameters: { instancesSet: { items: [{ instanceId: "i-9" }] } },
			}),
		).toMatchObject({ name: "i-9" });
		expect(
			call("ConsoleLogin", {
				requestParameters: null,
				userIdentity: { type: "Root" },
				responseElements: { ConsoleLogin: "Success" },
			}),
		).toMatchObject({
			head: "ConsoleLogin Success",
			name: "root",
			tone: "warning",
		});
	});

	test.each([
		[
			"CreateAccessKey",
			{ userName: "eve" },
			{ accessKey: { accessKeyId: "AKIAEXAMPLE", status: "Active" } },
			{ head: "CreateAccessKey", name: "eve" },
		],
		[
			"RunInstances",
			{ instancesSet: { items: [{ imageId: "ami-1" }] } },
			{ instancesSet: { items: [{ instanceId: "i-77" }] } },
			{ head: "RunInstances", name: "i-77" },
		],
	])(
		"reads what %s asked for and what it made",
		(eventName, requestParameters, responseElements, expected) => {
			const detail = {
				eventSource: "x.amazonaws.com",
				eventName,
				requestParameters,
				responseElements,
			};
			expect(told("AWS API Call via CloudTrail", detail)).toMatchObject(
				expected,
			);
		},
	);

	test("takes nothing for a state that is a sentence, a number or a link", () => {
		const states = [
			"it has failed as the disk of the host was full",
			"404",
			"https://x.example",
			"a\nb",
			"x".repeat(61),
		];
		for (const state of states)
			expect(told("Thing", { state }).head).toBeUndefined();
	});

	test("prefers the event's resources to ids that say nothing", () => {
		expect(
			told("Odd Event", { requestId: "r", accountId: "1", subnetId: "s" }, [
				"arn:aws:x:eu-west-1:123456789012:thing/lamp",
			]).name,
		).toBe("lamp");
	});
});

describe("toneOfWords()", () => {
	test.each([
		[
			"bad",
			[
				"FAILED",
				"TIMED_OUT",
				"TimedOut",
				"ERROR",
				"ALARM",
				"THREATS_FOUND",
				"NonCompliant",
				"NON_COMPLIANT",
				"UnHealthy",
				"UNSUCCESSFUL",
				"UPDATE_ROLLBACK_COMPLETE",
				"TERMINATED_WITH_ERRORS",
				"NOT_AVAILABLE",
				"COMPLETED_WITH_FAILURES",
				"AccessDenied",
				"0 succeeded, 3 failed",
				"10 of 12 failed, 0 skipped",
			],
		],
		[
			"good",
			[
				"SUCCEEDED",
				"COMPLETED",
				"OK",
				"NO_THREATS_FOUND",
				"NO_ERRORS",
				"failed: 0",
				"0 of 12 failed",
				"NO_NEW_THREATS",
				"0 failed",
				"NoFailures",
				"available",
				"CompletedSuccessfully",
				"CREATE_COMPLETE",
				"DELETE_COMPLETE",
			],
		],
		["warning", ["STOPPED", "INSUFFICIENT_DATA", "CANCELED", "degraded"]],
		[
			"neutral",
			[
				"PENDING",
				"IN_PROGRESS",
				"failsafe",
				"errand",
				"STARTED",
				"NOT_STOPPED",
				"",
			],
		],
	] as const)("%s: %j", (tone, texts) => {
		expect(texts.map((text) => [text, toneOfWords(text)])).toEqual(
			texts.map((text) => [text, tone]),
		);
	});

	test("reads no more than a state is long", () => {
		expect(toneOfWords(`${"x ".repeat(100_000)}FAILED`)).toBe("neutral");
	});
});
