import { useEffect, useRef, useState } from "preact/hooks";
import type {
	DrillAnswer,
	DrillOffer,
	DrillRequest,
	LocalState,
} from "../../api.ts";
import type { GmailFault } from "../../gmail/faults.ts";
import { ask, spanText, wordsOf } from "./ask.ts";
import { Command } from "./strip.tsx";

const MOVES = [
	["+1 min", { minutes: 1 }],
	["+1 h", { hours: 1 }],
	["+24 h", { hours: 24 }],
] as const;

/** What is being done, and what came of the last thing. */
interface Work {
	readonly busy: string;
	readonly said: readonly string[];
	readonly password?: string | undefined;
}

/** Drills, faults and time: to see what happens, and how it is mended. */
export function Drawer(props: {
	readonly state: LocalState;
	readonly close: () => void;
}) {
	const { state, close } = props;
	const [work, setWork] = useState<Work>({ busy: "", said: [] });
	const [offers, setOffers] = useState<readonly DrillOffer[]>([]);
	const [sender, setSender] = useState(state.senders[0]?.name ?? "");
	const title = useRef<HTMLHeadingElement>(null);
	useEffect(() => title.current?.focus(), []);
	const on = state.drills.join();
	// Looked at again when drills begin or end.
	useEffect(() => {
		ask<readonly DrillOffer[]>("GET", "/local/drills").then(setOffers, () =>
			setOffers([]),
		);
	}, [on]);
	const run = (busy: string, task: () => Promise<Omit<Work, "busy">>) => {
		setWork({ busy, said: [] });
		task().then(
			(done) => setWork({ busy: "", ...done }),
			(error) => setWork({ busy: "", said: [wordsOf(error)] }),
		);
	};
	const drill =
		(method: "POST" | "DELETE", body?: DrillRequest) => async () => {
			const { sentences, password } = await ask<DrillAnswer>(
				method,
				"/local/drills",
				body,
			);
			return { said: sentences, password };
		};
	const move = (name: string, by: object) =>
		run(`Moving the clock ${name}`, async () => {
			const from = performance.now();
			await ask("POST", "/local/clock", by);
			const seconds = (performance.now() - from) / 1000;
			return { said: [`The clock moved ${name}, in ${seconds.toFixed(1)} s.`] };
		});
	const isBusy = work.busy !== "";
	return (
		<aside class="drawer" aria-labelledby="break-it">
			<header>
				<h2 id="break-it" ref={title} tabIndex={-1}>
					Break it
				</h2>
				<button type="button" onClick={close} aria-label="Close Break it">
					✕
				</button>
			</header>
			<div role="status" class="said">
				{isBusy && <p class="busy">{work.busy} …</p>}
				{work.said.map((each) => (
					<p key={each}>{each}</p>
				))}
				{work.password !== undefined && (
					<p>
						The new App Password: <Command text={work.password} />
					</p>
				)}
			</div>
			<section aria-labelledby="time">
				<h3 id="time">Time</h3>
				<p class="soft">
					Everything moves: functions, schedules, alarms, limits.
					{state.aheadMs > 0 && ` Now ${spanText(state.aheadMs)} ahead.`}
				</p>
				<p class="buttons">
					{MOVES.map(([name, by]) => (
						<button
							key={name}
							type="button"
							disabled={isBusy}
							onClick={() => move(name, by)}
						>
							{name}
						</button>
					))}
				</p>
			</section>
			<section aria-labelledby="drills">
				<h3 id="drills">Drills</h3>
				{state.senders.length > 1 && (
					<label>
						Sender{" "}
						<select
							value={sender}
							onChange={(event) => setSender(event.currentTarget.value)}
						>
							{state.senders.map(({ name }) => (
								<option key={name}>{name}</option>
							))}
						</select>
					</label>
				)}
				<p class="buttons">
					<button
						type="button"
						disabled={isBusy || state.drills.length === 0}
						onClick={() => run("Ending all drills", drill("DELETE"))}
					>
						End all
					</button>
				</p>
				<ul class="drills">
					{offers.map((offer) => (
						<Drill
							key={offer.alarm}
							offer={offer}
							isOn={state.drills.includes(offer.alarm)}
							isBusy={isBusy}
							begin={() =>
								run(
									`Beginning ${offer.alarm}`,
									drill("POST", { alarm: offer.alarm, sender }),
								)
							}
						/>
					))}
				</ul>
			</section>
			<Faults isBusy={isBusy} run={run} />
		</aside>
	);
}

function Drill(props: {
	readonly offer: DrillOffer;
	readonly isOn: boolean;
	readonly isBusy: boolean;
	readonly begin: () => void;
}) {
	const { offer, isOn, isBusy, begin } = props;
	const { alarm, title, severity, does, ringsAfterMinutes } = offer;
	return (
		<li>
			<button type="button" disabled={isBusy || isOn} onClick={begin}>
				{alarm}
			</button>{" "}
			{isOn && <strong class="pill red">on</strong>}
			<p class="soft">
				{title[0]?.toUpperCase()}
				{title.slice(1)}: would {does}. A {severity} after{" "}
				{spanText(ringsAfterMinutes * 60_000)}.
			</p>
		</li>
	);
}

const STAGES = [
	...["connect", "ehlo", "starttls", "auth", "token"],
	...["mail", "rcpt", "data", "mid-data", "eom"],
];

function Faults(props: {
	readonly isBusy: boolean;
	readonly run: (busy: string, task: () => Promise<Omit<Work, "busy">>) => void;
}) {
	const { isBusy, run } = props;
	const [faults, setFaults] = useState<readonly GmailFault[]>([]);
	const [act, setAct] = useState("reply");
	useEffect(() => {
		ask<readonly GmailFault[]>("GET", "/gmail/faults").then(
			setFaults,
			() => {},
		);
	}, []);
	const put = (wanted: readonly object[]) =>
		run("Setting faults", async () => {
			const body = wanted.length === 0 ? undefined : wanted;
			const method = wanted.length === 0 ? "DELETE" : "PUT";
			setFaults(await ask(method, "/gmail/faults", body));
			return { said: [] };
		});
	const onSubmit = (event: SubmitEvent) => {
		event.preventDefault();
		if (!(event.currentTarget instanceof HTMLFormElement)) return;
		const form = new FormData(event.currentTarget);
		const textOf = (name: string) => String(form.get(name) ?? "").trim();
		put([
			...faults,
			{
				stage: textOf("stage"),
				...(act === "reply" ? { reply: textOf("reply") } : { [act]: true }),
				...(textOf("to") === "" ? {} : { to: textOf("to") }),
				...(textOf("times") === "" ? {} : { times: Number(textOf("times")) }),
			},
		]);
	};
	return (
		<section aria-labelledby="faults">
			<h3 id="faults">Faults of Gmail</h3>
			<form onSubmit={onSubmit}>
				<label>
					At
					<select name="stage">
						{STAGES.map((stage) => (
							<option key={stage} selected={stage === "rcpt"}>
								{stage}
							</option>
						))}
					</select>
				</label>
				<label>
					Gmail would
					<select
						value={act}
						onChange={(event) => setAct(event.currentTarget.value)}
					>
						<option value="reply">reply</option>
						<option value="drop">drop the connection</option>
						<option value="hang">never answer</option>
					</select>
				</label>
				{act === "reply" && (
					<label class="wide">
						Reply
						<input
							name="reply"
							defaultValue="450 4.2.1 Try again later"
							required
						/>
					</label>
				)}
				<label>
					To
					<input name="to" type="email" placeholder="anybody" />
				</label>
				<label>
					Times
					<input name="times" type="number" min={1} placeholder="always" />
				</label>
				<p class="buttons wide">
					<button type="submit" disabled={isBusy}>
						Add fault
					</button>
					<button
						type="button"
						disabled={isBusy || faults.length === 0}
						onClick={() => put([])}
					>
						Clear {faults.length}
					</button>
				</p>
			</form>
		</section>
	);
}
