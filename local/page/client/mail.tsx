import { useEffect, useRef, useState } from "preact/hooks";
import { harmless } from "../../../core/harmless.ts";
import type { MailStory } from "../../api.ts";
import type { MailDetail } from "../../inbox/mailpit.ts";
import { ask, askText, line, sizeText, wordsOf } from "./ask.ts";

const TABS = ["HTML", "Text", "Source", "Headers"] as const;
type Tab = (typeof TABS)[number];

/** More of a text slows the browser down. */
const MOST_SHOWN = 200_000;
const MOST_HEADERS = 200;
/** Those who look through the list ask for no stories. */
const CALM_MS = 250;

/** One mail: who, what became of it, and its content in four ways. */
export function Mail(props: {
	readonly id: string;
	/** Changes when the story may go on. */
	readonly version: number;
	/** It was opened, and so read. */
	readonly read: () => void;
	readonly close: () => void;
	readonly remove: () => void;
}) {
	const { id, version, close, remove } = props;
	const read = useRef(props.read);
	read.current = props.read;
	const [mail, setMail] = useState<MailDetail>();
	const [trouble, setTrouble] = useState("");
	const [wish, setWish] = useState<Tab>("HTML");
	useEffect(() => {
		let isLate = false;
		setTrouble("");
		ask<MailDetail>("GET", `/api/v1/message/${encodeURIComponent(id)}`).then(
			(found) => {
				if (isLate) return;
				setMail(found);
				read.current();
			},
			() => isLate || setTrouble("This mail is gone."),
		);
		return () => {
			isLate = true;
		};
	}, [id]);
	if (trouble !== "") return <p class="empty soft">{trouble}</p>;
	if (mail === undefined) return null;
	const tab = wish === "HTML" && mail.HTML === "" ? "Text" : wish;
	const files = [...mail.Attachments, ...mail.Inline];
	return (
		<article aria-labelledby="subject">
			<header>
				<button type="button" class="back" onClick={close}>
					← Inbox
				</button>
				<h2 id="subject" tabIndex={-1}>
					<bdi>{line(mail.Subject) || "(no subject)"}</bdi>
				</h2>
				<button type="button" class="danger" onClick={remove}>
					Delete
				</button>
			</header>
			<dl>
				<Fact name="From" all={[mail.From]} />
				<Fact name="To" all={mail.To} />
				<Fact name="Cc" all={mail.Cc} />
				<Fact name="Bcc" all={mail.Bcc} />
			</dl>
			<Story key={mail.ID} id={mail.ID} version={version} />
			{files.length > 0 && (
				<ul class="attachments" aria-label="Files">
					{files.map(({ PartID, FileName, Size }) => (
						<li key={PartID}>
							<a href={`/api/v1/message/${mail.ID}/part/${PartID}`} download>
								<bdi>{line(FileName, 80) || "(unnamed)"}</bdi>{" "}
								<small>{sizeText(Size)}</small>
							</a>
						</li>
					))}
				</ul>
			)}
			<Tabs tab={tab} hasHtml={mail.HTML !== ""} choose={setWish} />
			<div
				id="content"
				role="tabpanel"
				aria-labelledby={`tab-${tab}`}
				class={tab === "HTML" ? "frame" : "words"}
			>
				<Content key={`${mail.ID} ${tab}`} mail={mail} tab={tab} />
			</div>
		</article>
	);
}

function Fact(props: {
	readonly name: string;
	readonly all: readonly { readonly Name: string; readonly Address: string }[];
}) {
	const { name, all } = props;
	if (all.length === 0) return null;
	const shown = all
		.slice(0, 20)
		.map(({ Name, Address }) =>
			Name === "" ? Address : `${line(Name, 80)} <${Address}>`,
		);
	const left = all.length - shown.length;
	return (
		<>
			<dt>{name}</dt>
			<dd>
				<bdi>{line(shown.join(", "), 1000)}</bdi>
				{left > 0 && ` and ${left} more`}
			</dd>
		</>
	);
}

function Story({ id, version }: { readonly id: string; version: number }) {
	const [sentences, setSentences] = useState<readonly string[]>([]);
	const isOver = / (SENT|FAILED|EXPIRED)\b/.test(sentences.at(-1) ?? "");
	useEffect(() => {
		if (isOver) return;
		const timer = setTimeout(
			() =>
				ask<MailStory>("GET", `/local/story/${id}`).then(
					(story) => setSentences(story.sentences),
					(error) => setSentences([wordsOf(error)]),
				),
			CALM_MS,
		);
		return () => clearTimeout(timer);
	}, [id, isOver, version]);
	return (
		<ol class="story" aria-label="What became of it">
			{sentences.map((sentence, index) => (
				<li key={index}>{withCode(harmless(sentence))}</li>
			))}
		</ol>
	);
}

/** A text with what stands between backticks as code. */
function withCode(text: string) {
	return text
		.split("`")
		.map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part));
}

function Tabs(props: {
	readonly tab: Tab;
	readonly hasHtml: boolean;
	readonly choose: (tab: Tab) => void;
}) {
	const { tab, hasHtml, choose } = props;
	const offered = TABS.filter((one) => one !== "HTML" || hasHtml);
	const onKeyDown = (event: KeyboardEvent) => {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (step === undefined) return;
		// The arrows of the list are others.
		event.stopPropagation();
		const next = offered.at((offered.indexOf(tab) + step) % offered.length);
		if (next === undefined) return;
		choose(next);
		document.getElementById(`tab-${next}`)?.focus();
	};
	return (
		<div role="tablist" aria-label="Show the mail as" onKeyDown={onKeyDown}>
			{offered.map((one) => (
				<button
					key={one}
					type="button"
					role="tab"
					id={`tab-${one}`}
					aria-selected={one === tab}
					aria-controls="content"
					tabIndex={one === tab ? 0 : -1}
					onClick={() => choose(one)}
				>
					{one}
				</button>
			))}
		</div>
	);
}

function Content({ mail, tab }: { readonly mail: MailDetail; tab: Tab }) {
	const [raw, setRaw] = useState("");
	const needsRaw = tab === "Source" || tab === "Headers";
	useEffect(() => {
		if (needsRaw)
			askText("GET", `/api/v1/message/${mail.ID}/raw`).then(setRaw, (error) =>
				setRaw(wordsOf(error)),
			);
	}, [mail.ID, needsRaw]);
	switch (tab) {
		case "HTML":
			return (
				<iframe
					sandbox=""
					src={`/view/${mail.ID}/html`}
					title="The mail as its recipient sees it"
				/>
			);
		case "Text":
			return <Long text={mail.Text} none="It has no text." />;
		case "Source":
			return <Long text={raw} none="" />;
		case "Headers":
			return (
				<dl class="headers">
					{headersOf(raw).map(([name, value], index) => (
						<div key={index}>
							<dt>{line(name, 80)}</dt>
							<dd>
								<bdi>{line(value, 2000)}</bdi>
							</dd>
						</div>
					))}
				</dl>
			);
	}
}

function Long({ text, none }: { readonly text: string; none: string }) {
	const left = text.length - MOST_SHOWN;
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
		<pre tabIndex={0}>
			{text === ""
				? none
				: harmless(text.slice(0, MOST_SHOWN).replace(/\r/g, ""))}
			{left > 0 && `\n… and ${left.toLocaleString("en")} characters more`}
		</pre>
	);
}

function headersOf(raw: string): readonly (readonly [string, string])[] {
	const [head = ""] = raw.slice(0, MOST_SHOWN).split("\r\n\r\n", 1);
	return head
		.split(/\r\n(?![ \t])/, MOST_HEADERS)
		.filter((each) => each !== "")
		.map((each) => {
			const colon = each.indexOf(":");
			return [each.slice(0, colon), each.slice(colon + 1)] as const;
		});
}
