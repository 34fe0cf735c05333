import type { LocalState, RedAlarm, SenderState } from "../../api.ts";
import { line, spanText, timeText } from "./ask.ts";

/** How each sender is, and below it what is red. */
export function Strip({ state }: { readonly state: LocalState }) {
	// What wakes people comes first.
	const alarms = state.senders
		.flatMap((sender) => sender.alarms)
		.toSorted((a, b) => a.severity.localeCompare(b.severity));
	return (
		<>
			<section class="senders" aria-label="Senders">
				{state.senders.map((sender) => (
					<Sender key={sender.name} sender={sender} />
				))}
			</section>
			{alarms.length > 0 && (
				<section class="alarms" aria-label="Red alarms">
					{alarms.map((alarm, index) => (
						<Alarm
							key={alarm.name}
							alarm={alarm}
							now={state.now}
							isFirst={index === 0}
						/>
					))}
				</section>
			)}
		</>
	);
}

type Light = "green" | "amber" | "red";

/** Shapes tell the states apart, too. */
const SHAPE: Readonly<Record<Light, string>> = {
	green: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-3.2 7.2 2.2 2.3 4.3-5",
	amber: "M8 1.6 15.2 14H.8L8 1.6ZM8 6v4m0 1.4v.8",
	red: "M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1L5.1 1Zm.4 4.5 5 5m0-5-5 5",
};

function Mark({ light }: { readonly light: Light }) {
	return (
		<svg class={`mark ${light}`} viewBox="0 0 16 16" aria-hidden="true">
			<path d={SHAPE[light]} />
		</svg>
	);
}

function lightOf({
	sending,
	alarms,
	deadLetters,
	inDoubt,
}: SenderState): Light {
	if (!sending || alarms.some(({ severity }) => severity === "page"))
		return "red";
	return alarms.length + deadLetters + inDoubt > 0 ? "amber" : "green";
}

const WORD: Readonly<Record<Light, string>> = {
	green: "Sending",
	amber: "Sending, needs a look",
	red: "Not sending",
};

function Sender({ sender }: { readonly sender: SenderState }) {
	const { name, mailbox, sending, verdict, breaker } = sender;
	const light = lightOf(sender);
	const [said = "", ...more] = verdict.split("\n");
	return (
		<div class={`sender ${light}`}>
			<p class="status" role="status">
				<Mark light={light} />
				<strong>
					{light === "red" && sending ? "Sending, alarmed" : WORD[light]}
				</strong>{" "}
				<span>
					{name} · {mailbox}
				</span>
			</p>
			<dl class="gauges">
				<Gauge name="waiting" value={sender.waiting} />
				<Gauge name="breaker" value={breaker} isBad={breaker !== "closed"} />
				<Limit used={sender.used} limit={sender.limit} />
				<Gauge
					name="dead letters"
					value={sender.deadLetters}
					isBad={sender.deadLetters > 0}
				/>
				<Gauge
					name="in doubt"
					value={sender.inDoubt}
					isBad={sender.inDoubt > 0}
				/>
			</dl>
			{light !== "green" && (
				<div class="verdict">
					<p>{said}</p>
					{more.map((one) => (
						<Note key={one} text={one} />
					))}
				</div>
			)}
		</div>
	);
}

function Gauge(props: {
	readonly name: string;
	readonly value: number | string;
	readonly isBad?: boolean;
}) {
	const { name, value, isBad = false } = props;
	return (
		<div class={isBad ? "bad" : undefined}>
			<dt>{name}</dt>
			<dd>{value.toLocaleString("en")}</dd>
		</div>
	);
}

function Limit({ used, limit }: { readonly used: number; limit: number }) {
	const text = `${used.toLocaleString("en")} / ${limit.toLocaleString("en")}`;
	return (
		<div>
			<dt>24 h</dt>
			<dd>
				<meter
					min={0}
					max={Math.max(limit, 1)}
					high={0.8 * limit}
					optimum={0}
					value={used}
					aria-label={`Used of the daily limit: ${text}`}
				/>{" "}
				{text}
			</dd>
		</div>
	);
}

/** A line of the verdict; `Type:` begins a command. */
function Note({ text }: { readonly text: string }) {
	const [, command] = /^Type: (.+)$/.exec(text) ?? [];
	return command === undefined ? (
		<p class="soft">{line(text, 1000)}</p>
	) : (
		<p>
			Type <Command text={command} />
		</p>
	);
}

/** Something to type, and a button that copies it: page.tsx does. */
export function Command({ text }: { readonly text: string }) {
	return (
		<span class="command">
			<code>{text}</code>
			<button type="button" data-copy>
				Copy
			</button>
		</span>
	);
}

/** On a phone the mails would be far below. */
const ROOMY = matchMedia("(min-width: 761px)");

function Alarm(props: {
	readonly alarm: RedAlarm;
	readonly now: number;
	readonly isFirst: boolean;
}) {
	const { name, severity, since, text, runbook } = props.alarm;
	// Where it is and what to type stands in the runbook's section, for this run.
	const told = text
		.split("\n")
		.filter((each) => !/^(Account|Type:|Runbook:)/.test(each));
	return (
		<details
			class={severity === "page" ? "urgent" : undefined}
			open={props.isFirst && ROOMY.matches}
		>
			<summary>
				<Mark light={severity === "page" ? "red" : "amber"} />
				<span class="pill">{severity}</span>
				<strong>{name}</strong>{" "}
				<span class="soft">
					since {timeText(since, props.now)}, {spanText(props.now - since)}
				</span>
			</summary>
			{told.map((each) => (
				<p key={each}>{each}</p>
			))}
			<h2>Runbook</h2>
			<div
				class="runbook"
				// It is made of docs/runbook.md alone.
				dangerouslySetInnerHTML={{ __html: runbook }}
			/>
		</details>
	);
}
