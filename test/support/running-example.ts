import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { readAssembly } from "../../local/app/assembly.ts";
import { until } from "../../packages/local-aws/test/support/tiny-stack.ts";
import { exampleFile } from "./example.ts";
import { Harness } from "./harness.ts";
import { OnCallShell } from "./on-call-shell.ts";

/** An example on the local stack, and a shell to type its command into. */
export class RunningExample {
	readonly stack: Harness;
	/** What came to the sender's queue. */
	readonly bodies: string[] = [];
	readonly #arrived: (() => void)[] = [];
	readonly #name: string;
	readonly #shell: OnCallShell;

	private constructor(name: string, stack: Harness) {
		this.#name = name;
		this.stack = stack;
		this.#shell = new OnCallShell(stack.local.aws.port);
		const { store } = stack.local.aws.services.queues;
		const queue = store.getQueueByArn(stack.sender.queueArn);
		if (queue === undefined) throw new Error("no queue");
		const enqueue = queue.enqueue.bind(queue);
		queue.enqueue = (message) => {
			this.bodies.push(message.body);
			const copy = { ...message, messageId: randomUUID() };
			this.#arrived.push(() => enqueue(copy));
			enqueue(message);
		};
	}

	/** Starts what was synthesized into the folder. */
	static async start(name: string, folder: string): Promise<RunningExample> {
		const stacks = readAssembly(folder);
		return new RunningExample(name, await Harness.start({ stacks }));
	}

	async stop(): Promise<void> {
		this.#shell.close();
		await this.stack.stop();
	}

	/** Types the command that examples/README.md gives, with these replacements. */
	async type(replacements: Readonly<Record<string, string>> = {}) {
		const { outputs } = this.#ownStack();
		const filledIn = commandOf(this.#name).replace(
			/<(\w+)>/g,
			(_match, output: string) => outputs[output]?.value ?? "",
		);
		const command = Object.entries(replacements).reduce(
			(text, [from, to]) => text.replace(from, to),
			filledIn,
		);
		const { code, out, err } = await this.#shell.type(command, {});
		if (code !== 0) throw new Error(`${command}: ${err}`);
		return out;
	}

	/** How many messages a queue has, by the output with its URL. */
	waitingIn(output: string): number {
		const { store } = this.stack.local.aws.services.queues;
		const url = this.#ownStack().outputs[output]?.value ?? "";
		const queue = store.getQueue(url);
		if (queue === undefined) throw new Error(`no queue ${url}`);
		return queue.messages.length + queue.inflightMessages.size;
	}

	/** Delivers once more what came to the queue so far, as SQS and the services may. */
	async deliverAgain(): Promise<void> {
		for (const arrive of [...this.#arrived]) arrive();
		await this.stack.settle();
	}

	/** The inbox, oldest first, as soon as it has that many mails and nothing is at work. */
	async mails(count: number): Promise<readonly (readonly [string, string])[]> {
		const { store } = this.stack.local.inbox;
		await until(() => store.list().length >= count);
		await this.stack.settle();
		return store
			.list()
			.toReversed()
			.map(({ email, recipients }) => [email.subject ?? "", recipients.join()]);
	}

	#ownStack() {
		const stack = this.stack.local.aws.services.stacks.at(-1);
		if (stack === undefined) throw new Error("no stack");
		return stack;
	}
}

/** The last cell of the example's row. */
function commandOf(name: string): string {
	const guide = readFileSync(exampleFile("README").replace(/\.ts$/, ".md"), {
		encoding: "utf8",
	});
	const row = guide
		.split("\n")
		.find((line) => line.startsWith(`| [${name}.ts]`));
	const [, cell] = /`([^`]*)` \|$/.exec(row ?? "") ?? [];
	if (cell === undefined) throw new Error(`no command for ${name}`);
	return cell.replaceAll("\\|", "|");
}
