import { clockOffset, installClock, setClockOffset } from "./clock.ts";
import { Deployer, type SynthesizedStack } from "./deployer.ts";
import { AwsEndpoint } from "./endpoint.ts";
import type { DeliverText } from "./events/deliver-text.ts";
import { LOCAL_CREDENTIALS } from "./http.ts";
import type { LeftOutFunction } from "./lambda/left-out.ts";
import type { LocalFunction } from "./lambda/local-function.ts";
import { startRuntimeServer } from "./lambda/runtime-server.ts";
import { listenOn, type PortWish } from "./listen.ts";
import { type AwsServices, startServices } from "./services.ts";

/** AWS looks once a minute: so long a state that was set by hand can be seen. */
const SET_BY_HAND_MS = 60_000;
const EVALUATE_EVERY_MS = 5000;

export interface StartOptions {
	/** @default us-east-1 */
	readonly region?: string | undefined;
	/** @default any free port */
	readonly port?: PortWish;
	/** Variables that every function gets on top of the template's, whose own they replace. */
	readonly environment?: Readonly<Record<string, string>>;
	/** Told of every line that a function writes. */
	readonly onLine?: (line: string) => void;
	/** What a secret holds at first instead of the value that the template gives it. */
	readonly secretValue?: (given: string) => string;
}

/** AWS on this machine. */
export interface LocalAws {
	/** Address of the one endpoint, on loopback. */
	readonly url: string;
	readonly port: number;
	/** What every SDK client needs. */
	readonly client: {
		readonly endpoint: string;
		readonly region: string;
		readonly credentials: typeof LOCAL_CREDENTIALS;
	};
	readonly services: AwsServices;
	readonly endpoint: AwsEndpoint;
	readonly functions: readonly LocalFunction[];
	/** Where the templates' APIs are, a stage each. */
	readonly apis: readonly { readonly name: string; readonly url: string }[];
	/** How far the clock is ahead of the machine's. */
	readonly aheadMs: number;
	/** Whether anything is at work: a request, a function, a batch of a mapping or pipe, a schedule's target. */
	readonly busy: boolean;
	/** What the templates have and this run does not, a sentence each. */
	readonly notices: readonly string[];
	/** Functions that this run does not run, with what they need to be run by hand. */
	readonly leftOut: readonly LeftOutFunction[];
	/** Hands a text to a queue, a function or a topic, as an AWS service would. */
	readonly deliverText: DeliverText;
	/** Creates what a stack's template has. @throws Error that names what a local run cannot do. */
	deploy(stack: SynthesizedStack): Promise<void>;
	/**
	 * Takes over a new template of a stack that runs: its functions' code and settings, and what it has
	 * in addition; what is there keeps its state. @returns what is not taken over, a sentence each.
	 */
	update(stack: SynthesizedStack): Promise<readonly string[]>;
	/** Moves the clock of every part forward; each schedule that became due fires once. */
	advance(ms: number): void;
	/** Fires every schedule of an event rule now. @returns when their targets have answered. */
	tick(): Promise<void>;
	stop(): Promise<void>;
}

/** Starts every service behind one address, with nothing in them. */
export async function startLocalAws({
	region = "us-east-1",
	port = { asked: 0, usual: 0, option: "port" },
	environment = {},
	onLine = () => {},
	secretValue = (given) => given,
}: StartOptions = {}): Promise<LocalAws> {
	const uninstallClock = installClock();
	let url = "";
	const { services, deliverText } = await startServices(region, () => url);
	const endpoint = new AwsEndpoint(services);
	const listening = await listenOn(endpoint.server, port).catch(
		async (error) => {
			await services.queues.stop();
			uninstallClock();
			throw error;
		},
	);
	url = `http://127.0.0.1:${listening}`;
	const runtime = await startRuntimeServer();
	const { functions, mappings } = services.lambda;
	const deployer = new Deployer({
		services,
		url,
		deliverText,
		secretValue,
		functions: {
			runtime,
			onLine,
			environment: {
				AWS_ENDPOINT_URL: url,
				AWS_REGION: region,
				AWS_DEFAULT_REGION: region,
				AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
				...environment,
			},
		},
	});
	services.rules.start();
	const evaluation = setInterval(() => {
		// After a jump in time what a schedule measures is about to come: until then it would look missing.
		if (!services.rules.justFired) services.cloudwatch.evaluate(SET_BY_HAND_MS);
	}, EVALUATE_EVERY_MS);
	return {
		url,
		port: listening,
		client: { endpoint: url, region, credentials: LOCAL_CREDENTIALS },
		services,
		endpoint,
		functions,
		get apis() {
			return services.apis.list(url);
		},
		get aheadMs() {
			return clockOffset();
		},
		get busy() {
			return [
				endpoint,
				services.rules,
				services.roleClients,
				...functions,
				...mappings,
				...services.pipes,
			].some(({ busy }) => busy);
		},
		notices: deployer.notices,
		leftOut: deployer.leftOut,
		deliverText,
		deploy: (stack) => deployer.deploy(stack),
		update: (stack) => deployer.update(stack),
		advance(ms) {
			// AWS looks at its alarms every minute; here minutes are about to pass in a moment.
			services.cloudwatch.evaluate();
			setClockOffset(clockOffset() + ms);
			for (const fn of functions) fn.setClock(clockOffset());
			services.rules.fireDue();
		},
		tick: () => services.rules.fireAll(),
		async stop() {
			await Promise.all(services.pipes.map((pipe) => pipe.stop()));
			services.rules.stop();
			await Promise.all(mappings.map((mapping) => mapping.stop()));
			for (const fn of functions) fn.stop();
			await runtime.stop();
			clearInterval(evaluation);
			services.roleClients.stop();
			services.stepFunctions.stop();
			endpoint.server.closeAllConnections();
			await new Promise((resolve) => endpoint.server.close(resolve));
			await services.queues.stop();
			uninstallClock();
		},
	};
}
