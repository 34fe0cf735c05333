import { mailsOf } from "../parts/mail.ts";
import { bodyOf } from "../parts/sender.ts";
import { rounded } from "../parts/spread.ts";
import { type LambdaRunner, quiet, startLambda } from "../peers/lambda.ts";
import type { Calls, Results } from "../results.ts";
import type { BenchOptions } from "./options.ts";
import { progress } from "./progress.ts";
import { sendAll } from "./send-all.ts";
import { DOT_MS } from "./settings.ts";

const CONNECTIONS = 3;
const WARM_UP = 20;
const LONE_MAILS = 5;

/** Calls to AWS for one mail, the producer's and the poller's included; what the breaker function does each minute is not. */
export async function measureCalls({
	messages,
}: BenchOptions): Promise<Results["calls"]> {
	const runner = await startLambda("ours", {
		connections: CONNECTIONS,
		dotMs: DOT_MS,
	});
	try {
		await sendAll(runner, mailsOf("warm", WARM_UP));
		const full = await counted(runner, messages, async () => {
			await sendAll(runner, mailsOf("full", messages));
		});
		runner.go();
		// The pollers' first calls are not of a mail.
		await quiet(runner.deployed);
		const lone = await counted(runner, LONE_MAILS, async () => {
			for (let index = 0; index < LONE_MAILS; index += 1) {
				await runner.deployed.fill([bodyOf(`lone-${index}`)]);
				await quiet(runner.deployed);
			}
		});
		progress(`calls: ${JSON.stringify({ full, lone })}`);
		return { full, lone };
	} finally {
		await runner.stop();
	}
}

async function counted(
	{ deployed }: LambdaRunner,
	mails: number,
	work: () => Promise<void>,
): Promise<Calls> {
	const { local } = deployed;
	const { endpoint } = local.aws;
	const breakers = local.aws.functions
		.filter((fn) => fn !== deployed.fn)
		.map(({ environment }) => environment.AWS_ACCESS_KEY_ID);
	const calls = new Map<string, number>();
	const intercept = endpoint.intercept;
	endpoint.intercept = (service, action, { accessKeyId }) => {
		const call = `${service} ${action}`;
		if (!breakers.includes(accessKeyId))
			calls.set(call, (calls.get(call) ?? 0) + 1);
		return undefined;
	};
	try {
		await work();
	} finally {
		endpoint.intercept = intercept;
	}
	return Object.fromEntries(
		[...calls]
			.map(([call, count]) => [call, rounded(count / mails)] as const)
			.toSorted(([, one], [, other]) => other - one),
	);
}
