import {
	CloudWatchClient,
	paginateDescribeAlarms,
} from "@aws-sdk/client-cloudwatch";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { LOCAL_CREDENTIALS } from "local-aws";
import { expect } from "vitest";
import type { RunOptions } from "../../local/run.ts";
import { alarmId } from "./alarm-names.ts";
import { Harness } from "./harness.ts";
import { mail } from "./mail.ts";
import { OnCallShell, type Typed } from "./on-call-shell.ts";
import { type Ring, subscribePager, type Topic } from "./pager.ts";
import { namesCommand, sectionOf } from "./runbook.ts";

/** What on-call knows, and what people do at a step that no command does. */
export interface Play {
	/** What happens at the step with these words, before its commands. */
	readonly acts?: Readonly<Record<string, () => void | Promise<void>>>;
	/** What stands for ID, CAUSE, PRODUCER or RULE in a command. */
	readonly fill?: (
		command: string,
	) =>
		| Readonly<Record<string, string>>
		| Promise<Readonly<Record<string, string>>>;
	/** The App Password that set-password is given. */
	readonly password?: string;
}

/** While mail does not flow these end with 1. */
const MAY_SAY_NO = /^npm run ops -- (status|doctor)$/;
const TAKES_PASSWORD = /ops -- set-password$|read -rs P/;
const ASKS = /^npm run ops -- (redrive|discard|cancel|resolve) /;

/** A running stack, a pager on its two topics, and on-call's shell. */
export class GameDay {
	readonly stack: Harness;
	readonly rings: (topic: Topic) => readonly Ring[];
	readonly #shell: OnCallShell;
	readonly #sent: string[] = [];
	#names: Readonly<Record<string, string>> | undefined;

	private constructor(
		stack: Harness,
		rings: (topic: Topic) => readonly Ring[],
	) {
		this.stack = stack;
		this.rings = rings;
		this.#shell = new OnCallShell(stack.local.aws.port);
	}

	static async start(
		options: Partial<RunOptions> & {
			readonly environment?: Readonly<Record<string, string>>;
		} = {},
	): Promise<GameDay> {
		const stack = await Harness.start(options);
		return new GameDay(stack, await subscribePager(stack));
	}

	async stop(): Promise<void> {
		this.stack.local.aws.endpoint.intercept = () => undefined;
		this.#shell.close();
		await this.stack.stop();
	}

	/** Sends mails, each with a recipient of its own, `id@example.com`. */
	async send(...ids: readonly string[]): Promise<void> {
		for (const id of ids) {
			await this.stack.send(mail({ id, to: addressOf(id) }));
			this.#sent.push(id);
		}
	}

	/** The same by a producer of its own: an IAM role with this unique id. */
	async sendAs(role: string, ...ids: readonly string[]): Promise<void> {
		const { local, sender } = this.stack;
		const client = new SQSClient({
			endpoint: local.aws.url,
			region: sender.region,
			credentials: { ...LOCAL_CREDENTIALS, accessKeyId: role },
			useQueueUrlAsEndpoint: false,
		});
		for (const id of ids) {
			await client.send(
				new SendMessageCommand({
					QueueUrl: sender.queueUrl,
					MessageBody: JSON.stringify(mail({ id, to: addressOf(id) })),
				}),
			);
			this.#sent.push(id);
		}
		client.destroy();
	}

	/** Lets time pass once everything that is at work is done. */
	async pass(minutes: number, stepMinutes = 1): Promise<void> {
		await this.stack.settle();
		await this.stack.pass(minutes, stepMinutes);
	}

	/** The same while mail lies ready and nobody takes it. */
	async passIdle(minutes: number, stepMinutes = 1): Promise<void> {
		for (let passed = 0; passed < minutes; passed += stepMinutes) {
			this.stack.local.aws.advance(stepMinutes * 60_000);
			await this.stack.local.aws.tick();
		}
	}

	/** Ids of the alarms that are red now. */
	async red(): Promise<readonly string[]> {
		const { local, sender } = this.stack;
		const client = new CloudWatchClient({
			...local.aws.client,
		});
		const red: string[] = [];
		for await (const { MetricAlarms = [] } of paginateDescribeAlarms(
			{ client },
			{ StateValue: "ALARM" },
		))
			red.push(
				...MetricAlarms.map(({ AlarmName = "" }) =>
					alarmId(AlarmName, sender.name),
				),
			);
		client.destroy();
		return red.toSorted();
	}

	/** Follows the runbook's section of an alarm: every step, and every command in it as written. */
	async follow(id: string, play: Play = {}): Promise<readonly Typed[]> {
		const typed: Typed[] = [];
		const acts = new Map(Object.entries(play.acts ?? {}));
		for (const { text, commands } of sectionOf(id).steps) {
			for (const [words, act] of acts) {
				if (!text.includes(words)) continue;
				acts.delete(words);
				await act();
			}
			for (const command of commands)
				typed.push(await this.type(command, play));
		}
		expect([...acts.keys()], `steps of ${id} that people take`).toEqual([]);
		return typed;
	}

	/** What *Over when* names to type shows that it is over, and no alarm is red. */
	async expectOver(id: string): Promise<void> {
		for (const command of sectionOf(id).over) {
			const { code, out, err } = await this.type(command, {});
			expect(code, `${command}\n${out}${err}`).toBe(0);
		}
		expect(await this.red()).toEqual([]);
	}

	/** Every alarm that ever rang is one of these, and each rang once. Given by topic. */
	async expectRang(
		expected: {
			readonly [topic in Topic]?: readonly string[];
		},
	): Promise<void> {
		// What has just changed is on its way to the pager.
		await this.red();
		await new Promise((resolve) => setTimeout(resolve, 50));
		for (const topic of ["page", "ticket"] as const) {
			const rang = this.rings(topic)
				.filter(({ state }) => state === "ALARM")
				.map(({ alarm }) => alarm);
			expect(rang.toSorted(), topic).toEqual(
				[...(expected[topic] ?? [])].toSorted(),
			);
		}
	}

	/** Of all that was sent each went out once; but for those in `apart`, none of which went out. */
	expectAllSentOnce(apart: readonly string[] = []): void {
		const expected = this.#sent.filter((id) => !apart.includes(id));
		expect(this.stack.acceptedBy()).toEqual(
			Object.fromEntries(expected.map((id) => [addressOf(id), 1])),
		);
		expect(this.stack.waiting()).toBe(0);
	}

	/** Types one command as written, with the sender's own names for those in capitals. */
	async type(command: string, play: Play): Promise<Typed> {
		const names = {
			...(await this.names()),
			...(await play.fill?.(command)),
		};
		const full = command.replace(
			/(?<![\w"'{])[A-Z][A-Z_]*[A-Z](?![\w"'}])/g,
			(name) => names[name] ?? name,
		);
		const typed = await this.#shell.type(full, {
			...(ASKS.test(command) ? { answer: this.stack.sender.name } : {}),
			...(TAKES_PASSWORD.test(command)
				? { piped: `${play.password ?? ""}\n` }
				: {}),
		});
		const allowed = MAY_SAY_NO.test(command) ? [0, 1] : [0];
		expect(allowed, `${full}\n${typed.out}${typed.err}`).toContain(typed.code);
		return typed;
	}

	/** The names in capitals, got the way the runbook says. */
	async names(): Promise<Readonly<Record<string, string>>> {
		if (this.#names !== undefined) return this.#names;
		const [STACK = ""] = this.stack.local.stackNames;
		const command = namesCommand().replace("STACK", STACK);
		const { code, out, err } = await this.#shell.type(command, {});
		expect(code, err).toBe(0);
		const manifest: Readonly<Record<string, unknown>> = JSON.parse(out);
		this.#names = {
			STACK,
			...Object.fromEntries(
				Object.entries(manifest).map(([key, value]) => [
					key.replace(/[A-Z]/g, "_$&").toUpperCase(),
					String(value),
				]),
			),
		};
		return this.#names;
	}
}

export function addressOf(id: string): string {
	return `${id}@example.com`;
}
