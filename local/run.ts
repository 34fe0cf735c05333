import "../packages/local-aws/clock.ts";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENV, LOCAL_INBOX, TOKEN_URL } from "../core/contract.ts";
import { readManifest, type SenderManifest } from "../core/manifest.ts";
import { clockOffset, setClockOffset } from "../packages/local-aws/clock.ts";
import { deploy } from "../packages/local-aws/deploy.ts";
import type { LocalFunction } from "../packages/local-aws/lambda/local-function.ts";
import { startRuntimeServer } from "../packages/local-aws/lambda/runtime-server.ts";
import { listenOn } from "../packages/local-aws/listen.ts";
import type { StackTemplate } from "../packages/local-aws/names.ts";
import { planStack } from "../packages/local-aws/plan.ts";
import { type LocalAws, startAws } from "../packages/local-aws/start.ts";
import { certificatesFor } from "./gmail/certificate.ts";
import { type LookAlikeGmail, startGmail } from "./gmail/server.ts";
import { startTokenEndpoint } from "./gmail/token-endpoint.ts";
import type { MailStore } from "./inbox/mailbox-store.ts";
import { createInbox } from "./inbox/server.ts";

/** One synthesized stack on disk. */
export interface SynthesizedStack {
	readonly stackName: string;
	readonly region: string | undefined;
	readonly templateFile: string;
	readonly assemblyFolder: string;
}

export interface RunOptions {
	readonly stacks: readonly SynthesizedStack[];
	/** Ports by the user's wish; undefined: the usual one or the next free. 0: any. */
	readonly port?: number | undefined;
	readonly inboxPort?: number | undefined;
	readonly smtpPort?: number | undefined;
	/** Told of each part as it starts. */
	readonly progress?: (part: string) => void;
	/** Every line that a function writes. */
	readonly onLine?: (line: string) => void;
	/** Given the way to stop as soon as something runs, for a Ctrl-C while starting. */
	readonly onStarting?: (stop: () => Promise<void>) => void;
	/** Leave the secrets as the template has them: empty. */
	readonly withoutPassword?: boolean;
}

/** A running local stack. */
export interface LocalRun {
	readonly aws: LocalAws;
	readonly gmail: LookAlikeGmail;
	readonly inbox: {
		readonly url: string;
		readonly port: number;
		readonly store: MailStore;
	};
	readonly senders: readonly SenderManifest[];
	readonly stackNames: readonly string[];
	/** Where the templates' APIs are, a stage each. */
	readonly apis: readonly { readonly name: string; readonly url: string }[];
	readonly functions: readonly LocalFunction[];
	/** What the templates have and this run does not, a sentence each. */
	readonly notices: readonly string[];
	/** File with the authority that signed the look-alike's certificate. */
	readonly caFile: string;
	/** Moves the clock of every part forward; each schedule that became due fires once. */
	advance(ms: number): void;
	/** Fires every schedule now, and waits for its targets' answers. */
	tick(): Promise<void>;
	stop(): Promise<void>;
}

/** App Password that the look-alike Gmail accepts and the run stores in each secret. */
export const LOCAL_APP_PASSWORD = "localonlypasswrd";

/** Starts a synthesized app on this machine: start is a list, stop is the same list backwards. */
export async function run(options: RunOptions): Promise<LocalRun> {
	const { stacks, progress = () => {}, onLine = () => {} } = options;
	const region =
		stacks.find((stack) => stack.region !== undefined)?.region ?? "us-east-1";
	const stops: (() => Promise<void>)[] = [];
	const stop = async () => {
		for (const end of stops.splice(0).reverse()) await end();
	};
	options.onStarting?.(stop);
	try {
		const folder = await mkdtemp(join(tmpdir(), "sqs-gmail-sender-"));
		stops.push(() => rm(folder, { recursive: true, force: true }));

		progress("a certificate authority for this run");
		const certificates = certificatesFor([
			"smtp.gmail.com",
			"smtp-relay.gmail.com",
			"localhost",
			"127.0.0.1",
		]);
		const caFile = join(folder, "ca.pem");
		await writeFile(caFile, certificates.ca);

		progress("the look-alike Gmail");
		const gmail = await startGmail({
			certificates,
			port: { asked: options.smtpPort, usual: 1587, option: "--smtp-port" },
		});
		stops.push(() => gmail.stop());
		const tokens = await startTokenEndpoint(gmail, certificates);
		stops.push(() => tokens.stop());

		progress("the inbox");
		const { server, store } = createInbox(gmail);
		const inboxPort = await listenOn(server, {
			asked: options.inboxPort,
			usual: 8025,
			option: "--inbox-port",
		});
		stops.push(async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		});

		progress("the AWS endpoint");
		const aws = await startAws(region, {
			asked: options.port,
			usual: 4566,
			option: "--port",
		});
		stops.push(() => aws.stop());

		progress("Lambda's runtime");
		const runtime = await startRuntimeServer();
		stops.push(() => runtime.stop());

		const overrides = {
			[ENV.smtpHost]: gmail.host,
			[ENV.smtpPort]: String(gmail.port),
			[TOKEN_URL]: tokens.url,
			[LOCAL_INBOX]: `http://127.0.0.1:${inboxPort}`,
			NODE_EXTRA_CA_CERTS: caFile,
			AWS_ENDPOINT_URL: aws.url,
			AWS_REGION: region,
			AWS_DEFAULT_REGION: region,
			AWS_ACCESS_KEY_ID: "local",
			AWS_SECRET_ACCESS_KEY: "local",
		};
		const { functions, mappings } = aws.services.lambda;
		stops.push(async () => {
			await Promise.all(mappings.map((mapping) => mapping.stop()));
			for (const fn of functions) fn.stop();
		});
		const { scheduler } = aws.services;
		stops.push(async () => scheduler.stop());
		const { pipes } = aws.services;
		stops.push(async () => {
			await Promise.all(pipes.map((pipe) => pipe.stop()));
		});
		const notices: string[] = [];
		for (const stack of stacks) {
			progress(`the stack ${stack.stackName}`);
			const template: StackTemplate = JSON.parse(
				await readFile(stack.templateFile, "utf8"),
			);
			const plan = planStack(template, {
				stackName: stack.stackName,
				region,
				endpoint: aws.url,
				outputOf: (stackName, output) =>
					aws.services.stacks.find(({ name }) => name === stackName)?.outputs[
						output
					]?.value,
				assetPath: (s3Key) =>
					join(stack.assemblyFolder, `asset.${s3Key.replace(/\.zip$/, "")}`),
				now: Date.now(),
			});
			notices.push(...plan.notices);
			await deploy(plan, { aws, runtime, overrides, onLine });
		}
		scheduler.start();
		const senders = aws.services.stacks.flatMap(({ outputs }) =>
			Object.values(outputs).flatMap(({ value }) => readManifest(value) ?? []),
		);
		for (const { mailbox, secretArn } of senders) {
			gmail.mailboxes.setPassword(LOCAL_APP_PASSWORD, mailbox);
			if (options.withoutPassword !== true)
				aws.services.secrets.put(
					secretArn,
					JSON.stringify({ appPassword: LOCAL_APP_PASSWORD }),
				);
		}
		return {
			aws,
			gmail,
			inbox: { url: `http://127.0.0.1:${inboxPort}`, port: inboxPort, store },
			senders,
			stackNames: stacks.map(({ stackName }) => stackName),
			apis: aws.services.apis.list(aws.url),
			functions,
			notices,
			caFile,
			advance(ms) {
				// AWS looks at its alarms every minute; here minutes are about to pass in a moment.
				aws.services.cloudwatch.evaluate();
				setClockOffset(clockOffset() + ms);
				for (const fn of functions) fn.setClock(clockOffset());
				scheduler.fireDue();
			},
			tick: () => scheduler.fireAll(),
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
