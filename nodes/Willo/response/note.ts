/**
 * The note about a participant's response or another event, to be added to a candidate's notes. In two formats with the
 * same content.
 *
 * The HTML only uses elements that applicant tracking systems are known to keep (`<b> <i> <u> <a> <ul> <ol> <li> <code>
 * <pre>`) and no line breaks, since they may be removed. Lists provide the structure. All external text is escaped.
 */
import type { Circumstances, Participant, QuestionResponse } from '../client/participant';
import { webAddress } from '../client/participant';
import { escapeHtml, oneLine } from '../../shared/text';

/** What happened in Willo, by Willo's names of the events. */
export type WilloEvent = 'new_comment' | 'new_response' | 'new_score' | 'stage_change';

export interface NoteSubject extends Circumstances {
	/** Identifies notes about the same event. */
	id: string;
	event: WilloEvent;
	participant: Participant;
	responses: QuestionResponse[];
}

export interface Note {
	text: string;
	html: string;
}

/** A spoken answer can be pages long. The full text stays in Willo, one click away. */
const LONGEST_ANSWER = 5000;

/** A line of the note: a label with a value or with several lines below it. */
export interface Line {
	label: string;
	value?: string;
	link?: string;
	below?: Line[];
}

/**
 * @param subject.reviewUrl the target of the link; anything but http(s) is left out
 * @returns both formats, which contain the ID and the participant's key unchanged, so that the note can be found
 */
export function buildNote(subject: NoteSubject): Note {
	const { id, participant } = subject;
	// The ID contains Willo's key as long as it looks like one.
	const key = participant.key && id.includes(participant.key) ? null : participant.key;
	return noteOf(headlineOf(subject), linesAbout(subject), [id, key]);
}

/**
 * A note that ends with what the package recognizes it by.
 *
 * @param references absent ones are left out
 */
export function noteOf(headline: string, lines: Line[], references: Array<string | null>): Note {
	const refs = references.map((given) => oneLine(given ?? '')).filter(Boolean);
	const inHtml = refs.map((ref) => `<code>${escapeHtml(ref)}</code>`).join(' ');
	const listed = [...lines.map(asHtml), ...(inHtml ? [`<li>Ref: ${inHtml}</li>`] : [])].join('');
	const inText = refs.length > 0 ? [`Ref: ${refs.join(' ')}`] : [];
	return {
		text: [headline, ...lines.flatMap((line) => asText(line, '')), ...inText].join('\n'),
		html: `<b>${escapeHtml(headline)}</b>${listed && `<ul>${listed}</ul>`}`,
	};
}

function headlineOf({ event, participant }: NoteSubject): string {
	const who = oneLine(participant.name ?? participant.email ?? 'A candidate');
	const title = participant.interview.title;
	const interview = title ? `the Willo interview “${oneLine(title)}”` : 'a Willo interview';
	switch (event) {
		case 'new_response':
			return `${who} responded to ${interview}`;
		case 'stage_change':
			return participant.stage
				? `${who} moved to “${oneLine(participant.stage)}” in ${interview}`
				: `${who} moved to another stage in ${interview}`;
		case 'new_comment':
			return `New comment on ${who} in ${interview}`;
		case 'new_score':
			return `New score for ${who} in ${interview}`;
	}
}

function linesAbout(subject: NoteSubject): Line[] {
	const link = webAddress(subject.reviewUrl);
	const lines: Line[] = [];
	if (link) lines.push({ label: 'Watch in Willo', link });
	if (subject.event === 'new_comment' && subject.comment) {
		lines.push(answerLine('Comment', subject.comment));
	}
	lines.push(...subject.responses.map((response, index) => questionLine(response, index + 1)));
	if (subject.score !== null) lines.push({ label: 'Score', value: String(subject.score) });
	if (subject.respondedAt) lines.push({ label: 'Responded', value: moment(subject.respondedAt) });
	return lines;
}

function questionLine(response: QuestionResponse, number: number): Line {
	const { answer, transcript, score } = response;
	const below: Line[] = [];
	if (answer !== null) below.push(answerLine('Answer', answer));
	if (transcript !== null) below.push(answerLine('Transcript', transcript));
	if (below.length === 0) {
		const kind = response.answerType ? `${response.answerType} answer` : 'answer';
		below.push({ label: 'Answer', value: `see the ${kind} in Willo` });
	}
	if (score !== null) below.push({ label: 'Score', value: String(score) });
	return { label: `Question ${number}`, value: response.question ?? undefined, below };
}

/** Text that a person entered or said. Line breaks become items of a list. */
function answerLine(label: string, said: string): Line {
	const short =
		said.length > LONGEST_ANSWER ? `${cut(said, LONGEST_ANSWER)} … (the rest is in Willo)` : said;
	const paragraphs = short.split(/[\r\n\u2028\u2029]+/).filter((line) => line.trim());
	return paragraphs.length > 1
		? { label, below: paragraphs.map((line) => ({ label: '', value: line })) }
		: { label, value: short };
}

function asText(line: Line, indent: string): string[] {
	const label = line.label && `${line.label}${line.value || line.link || line.below ? ': ' : ''}`;
	const value = line.link ?? oneLine(line.value ?? '');
	return [
		`${indent}${line.label && !indent ? '' : '- '}${label}${value}`.trimEnd(),
		...(line.below ?? []).flatMap((inner) => asText(inner, `${indent}  `)),
	];
}

function asHtml(line: Line): string {
	const value = escapeHtml(oneLine(line.value ?? ''));
	const below = line.below ? `<ul>${line.below.map(asHtml).join('')}</ul>` : '';
	if (line.link) {
		const address = escapeHtml(line.link);
		return `<li><a href="${address}">${escapeHtml(line.label)}</a></li>`;
	}
	const label = line.label && `<b>${escapeHtml(line.label)}:</b> `;
	return `<li>${label}${value}${below}</li>`;
}

/** The first `length` characters, never half of a surrogate pair. */
function cut(said: string, length: number): string {
	return said.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

/** Such as `23 November 2026, 14:05 UTC`, or only the day if there is no time. */
function moment(iso: string): string {
	const at = new Date(iso);
	if (Number.isNaN(at.getTime())) return iso;
	const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
	if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return day.format(at);
	const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });
	return `${day.format(at)}, ${time.format(at)} UTC`;
}
