import { render } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { LocalState } from "../../api.ts";
import { ask, spanText } from "./ask.ts";
import { Drawer } from "./drawer.tsx";
import { List, type MailList } from "./list.tsx";
import { Mail } from "./mail.tsx";
import { Command, Strip } from "./strip.tsx";

const MOST_SHOWN = 200;
/** Many mails at once are one look. */
const CALM_MS = 120;
const NONE: MailList = { total: 0, unread: 0, messages_count: 0, messages: [] };

function Page() {
	const [query, setQuery] = useState("");
	const [list, look] = useMails(query);
	const { state, isLost } = useLive(look);
	const [selected, setSelected] = useState(idInAddress);
	/** Where there is room for one of both, the mail and not the list. */
	const [isOpen, setOpen] = useState(selected !== "");
	const [isBreaking, setBreaking] = useState(false);
	const search = useRef<HTMLInputElement>(null);
	const now = state?.now ?? Date.now();

	const select = (id: string) => {
		setSelected(id);
		history.replaceState(null, "", id === "" ? "/" : `/view/${id}`);
	};
	const open = () => {
		setOpen(true);
		document.getElementById("subject")?.focus();
	};
	const step = (by: number) => {
		const { messages } = list;
		const at = messages.findIndex(({ ID }) => ID === selected);
		const next =
			messages[
				at < 0 ? 0 : Math.max(0, Math.min(messages.length - 1, at + by))
			];
		if (next !== undefined) select(next.ID);
	};
	const remove = () => {
		const { messages } = list;
		const at = messages.findIndex(({ ID }) => ID === selected);
		if (selected === "") return;
		const next = messages[at + 1] ?? messages[at - 1];
		select(next?.ID ?? "");
		if (next === undefined) setOpen(false);
		ask("DELETE", "/api/v1/messages", { IDs: [selected] }).then(look, look);
	};
	const keys: Readonly<Record<string, () => void>> = {
		j: () => step(1),
		ArrowDown: () => step(1),
		k: () => step(-1),
		ArrowUp: () => step(-1),
		"/": () => search.current?.focus(),
		Delete: remove,
		Escape: () => (isBreaking ? setBreaking(false) : setOpen(false)),
	};
	useKeys(keys);
	useTitle(list, state);

	return (
		<div class={isOpen && selected !== "" ? "page open" : "page"}>
			<header class="top">
				<h1>Inbox</h1>
				{isLost && <span class="pill red">The stack has stopped.</span>}
				{state !== undefined && state.aheadMs >= 30_000 && (
					<span class="pill">clock {spanText(state.aheadMs)} ahead</span>
				)}
				<button
					type="button"
					aria-expanded={isBreaking}
					onClick={() => setBreaking(!isBreaking)}
				>
					Break it
				</button>
			</header>
			{state !== undefined && <Strip state={state} />}
			<main>
				<section class="inbox" aria-label="Mails">
					<search>
						<input
							ref={search}
							type="search"
							aria-label="Search mails"
							placeholder="Search: to: from: subject: words"
							value={query}
							onInput={(event) => setQuery(event.currentTarget.value)}
							onKeyDown={(event) => {
								if (event.key === "Enter" || event.key === "ArrowDown") {
									event.preventDefault();
									step(0);
									setTimeout(focusList);
								}
								if (event.key === "Escape") event.currentTarget.blur();
							}}
						/>
						<p class="count soft" role="status">
							{countText(list, query)}
						</p>
					</search>
					<List {...{ list, query, selected, now, select, open }} />
				</section>
				<section class="reader" aria-label="Mail">
					{selected === "" ? (
						<Welcome state={state} />
					) : (
						<Mail
							id={selected}
							version={now}
							read={look}
							close={() => setOpen(false)}
							remove={remove}
						/>
					)}
				</section>
			</main>
			{isBreaking && state !== undefined && (
				<Drawer state={state} close={() => setBreaking(false)} />
			)}
		</div>
	);
}

function Welcome({ state }: { readonly state: LocalState | undefined }) {
	return (
		<div class="welcome">
			<p class="soft">Every mail that Google would have got is here.</p>
			{state !== undefined && state.sendCommand !== "" && (
				<p>
					Send one: <Command text={state.sendCommand} />
				</p>
			)}
			<dl class="keys">
				{[
					["j k ↓ ↑", "next, previous"],
					["Enter", "to the mail"],
					["/", "search"],
					["Delete", "delete"],
				].map(([key, does]) => (
					<div key={key}>
						<dt>
							<kbd>{key}</kbd>
						</dt>
						<dd>{does}</dd>
					</div>
				))}
			</dl>
		</div>
	);
}

/** The mails that a search finds, and what looks again. */
function useMails(query: string) {
	const [list, setList] = useState(NONE);
	const asked = useRef(0);
	const look = useCallback(() => {
		const number = ++asked.current;
		const path =
			query === "" ? "messages?" : `search?query=${encodeURIComponent(query)}&`;
		ask<MailList>("GET", `/api/v1/${path}limit=${MOST_SHOWN}`).then(
			// An answer that was overtaken is of no use.
			(found) => number === asked.current && setList(found),
			() => {},
		);
	}, [query]);
	useEffect(look, [look]);
	return [list, look] as const;
}

/** The run's state, as it tells it by itself. */
function useLive(look: () => void) {
	const [state, setState] = useState<LocalState>();
	const [isLost, setLost] = useState(false);
	const latest = useRef(look);
	latest.current = look;
	useEffect(() => {
		const events = new EventSource("/local/events");
		let isSoon = false;
		const lookSoon = () => {
			if (isSoon) return;
			isSoon = true;
			setTimeout(() => {
				isSoon = false;
				latest.current();
			}, CALM_MS);
		};
		events.addEventListener("open", () => {
			setLost(false);
			lookSoon();
			ask<LocalState>("GET", "/local/state").then(setState, () => {});
		});
		events.addEventListener("error", () => setLost(true));
		events.addEventListener("mail", lookSoon);
		events.addEventListener("deleted", lookSoon);
		events.addEventListener("state", ({ data }) => setState(JSON.parse(data)));
		return () => events.close();
	}, []);
	return { state, isLost };
}

function useKeys(keys: Readonly<Record<string, () => void>>): void {
	const latest = useRef(keys);
	latest.current = keys;
	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent) => {
			const { target, key } = event;
			if (event.ctrlKey || event.metaKey || event.altKey) return;
			const isTyping =
				target instanceof Element &&
				target.closest("input, select, textarea, pre") !== null;
			if (isTyping && key !== "Escape") return;
			const act = latest.current[key];
			if (act === undefined) return;
			event.preventDefault();
			act();
			if (/^(j|k|Arrow.*|Delete)$/.test(key)) setTimeout(focusList);
		};
		document.addEventListener("keydown", onKeyDown);
		return () => document.removeEventListener("keydown", onKeyDown);
	}, []);
}

function useTitle({ unread }: MailList, state: LocalState | undefined): void {
	const isBad = state?.senders.some(({ sending }) => !sending) === true;
	useEffect(() => {
		document.title = `${isBad ? "Not sending · " : ""}${unread > 0 ? `(${unread}) ` : ""}Inbox`;
	}, [unread, isBad]);
}

function focusList(): void {
	document.querySelector<HTMLElement>(".mails [tabindex='0']")?.focus();
}

function countText({ total, unread, messages_count }: MailList, query: string) {
	const said = messages_count.toLocaleString("en");
	return query === ""
		? `${said} ${total === 1 ? "mail" : "mails"}, ${unread.toLocaleString("en")} unread`
		: `${said} of ${total.toLocaleString("en")} mails`;
}

function idInAddress(): string {
	return /^\/view\/([\w-]+)$/.exec(location.pathname)?.[1] ?? "";
}

/** Copies the command before the button, wherever it is: the runbook's, too. */
async function copy({ target }: MouseEvent): Promise<void> {
	if (!(target instanceof HTMLElement) || target.dataset.copy === undefined)
		return;
	const label = target.firstChild;
	const text = target.previousElementSibling?.textContent ?? "";
	if (label === null) return;
	label.nodeValue = await navigator.clipboard.writeText(text).then(
		() => "Copied",
		() => "Select it",
	);
	setTimeout(() => {
		label.nodeValue = "Copy";
	}, 1500);
}

document.addEventListener("click", (event) => void copy(event));
render(<Page />, document.body);
