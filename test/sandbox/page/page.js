/**
 * The sandbox's page. It asks for the whole state each second and brings the elements in line with
 * it, keeping existing ones, so that an open list or a card being dragged is not lost.
 * Text from outside is only ever set as text; a note's HTML was made safe by the server.
 */
import { createNote, keep, make, setText, time, updateNote } from '/elements.js';
import { onAnswer, openAnswer } from '/answer.js';
import { onCondition, showVendors } from '/vendors.js';

const find = (id) => document.getElementById(id);
const board = find('board');
const jobSelect = find('job');

let state;
let shown = '';
let jobId;
/** The candidate whose card gets the focus again once it is in its new stage. */
let movedByKeys;

async function send(path, body) {
	const answer = await fetch(path, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const content = await answer.json();
	const said = find('said');
	said.hidden = answer.ok;
	said.textContent = answer.ok ? '' : content.message;
	await refresh();
	return answer.ok;
}

/**
 * A list of the other stages. With the mouse, choosing one moves the candidate. With the keyboard each
 * arrow key already chooses the next one, so that Enter moves.
 */
function createMove({ id }) {
	const select = make('select', 'move');
	select.dataset.testid = `move-${id}`;
	select.setAttribute('aria-describedby', 'move-help');
	let byKeys = false;
	const moveNow = () => {
		if (!select.value) return;
		if (byKeys) movedByKeys = id;
		void move(id, select.value);
		select.value = '';
	};
	select.addEventListener('pointerdown', () => (byKeys = false));
	select.addEventListener('keydown', (event) => {
		byKeys = true;
		if (event.key !== 'Enter' || !select.value) return;
		event.preventDefault();
		moveNow();
	});
	select.addEventListener('change', () => {
		if (!byKeys) moveNow();
	});
	select.addEventListener('blur', () => {
		byKeys = false;
		select.value = '';
	});
	return select;
}

async function move(applicationId, stageId) {
	const { candidate, jobId } = state.applications.find(({ id }) => id === applicationId);
	const { stages } = state.jobs.find(({ id }) => id === jobId);
	const { title } = stages.find(({ id }) => id === stageId);
	if (await send('/page/move', { applicationId, stageId }))
		setText(find('announced'), `${candidate.name} is now in ${title}.`);
	if (movedByKeys === applicationId) {
		movedByKeys = undefined;
		board.querySelector(`[data-testid="move-${applicationId}"]`)?.focus();
	}
}

function createCard(application) {
	const card = make('article', 'card');
	card.dataset.testid = `card-${application.id}`;
	card.draggable = true;
	card.addEventListener('dragstart', (event) => {
		event.dataTransfer.setData('text/plain', application.id);
		event.dataTransfer.effectAllowed = 'move';
		card.classList.add('dragged');
	});
	card.addEventListener('dragend', () => card.classList.remove('dragged'));
	card.setAttribute('aria-labelledby', `name-${application.id}`);
	const name = Object.assign(make('h4'), { id: `name-${application.id}` });
	const select = createMove(application);
	card.append(
		name,
		make('p', 'quiet'),
		make('p', 'quiet'),
		make('div', 'tags'),
		make('p', 'quiet details'),
		select,
		make('div', 'notes'),
	);
	return card;
}

function updateCard(card, application) {
	const [name, email, phone, tags, details, select, notes] = card.children;
	setText(name, application.candidate.name);
	setText(email, application.candidate.email ?? 'No email');
	email.title = email.textContent;
	setText(phone, application.candidate.phone ?? '');
	phone.hidden = !application.candidate.phone;
	keep(
		tags,
		application.tags,
		(tag) => tag,
		(tag) => make('span', 'chip', tag),
		() => {},
	);
	setText(details, application.details.join('\n'));
	details.hidden = application.details.length === 0;
	select.setAttribute('aria-label', `Move ${application.candidate.name} to`);
	const stages = state.jobs.find((job) => job.id === application.jobId).stages;
	const others = stages.filter((stage) => stage.id !== application.stageId);
	keep(
		select,
		[{ id: '', title: 'Move to…' }, ...others],
		(stage) => stage.id,
		(stage) => Object.assign(make('option'), { value: stage.id }),
		(option, stage) => setText(option, stage.title),
	);
	keep(notes, application.notes, (note) => note.id, createNote, updateNote);
}

function createStage(stage) {
	const column = make('section', 'stage');
	column.setAttribute('aria-labelledby', `title-${stage.id}`);
	column.dataset.testid = `stage-${stage.id}`;
	const heading = make('h3');
	const title = Object.assign(make('span'), { id: `title-${stage.id}` });
	heading.append(title, make('span', 'count'));
	column.append(heading, make('div', 'cards'));
	column.addEventListener('dragover', (event) => {
		event.preventDefault();
		column.classList.add('over');
	});
	column.addEventListener('dragleave', (event) => {
		if (!column.contains(event.relatedTarget)) column.classList.remove('over');
	});
	column.addEventListener('drop', (event) => {
		event.preventDefault();
		column.classList.remove('over');
		const applicationId = event.dataTransfer.getData('text/plain');
		const application = state.applications.find(({ id }) => id === applicationId);
		if (application && application.stageId !== stage.id) void move(applicationId, stage.id);
	});
	return column;
}

function updateStage(column, stage) {
	const [heading, cards] = column.children;
	const applications = state.applications.filter(
		(application) => application.jobId === jobId && application.stageId === stage.id,
	);
	const [title, count] = heading.children;
	setText(title, stage.title);
	setText(count, applications.length === 0 ? '' : String(applications.length));
	column.classList.toggle('filled', applications.length > 0);
	keep(cards, applications, (application) => application.id, createCard, updateCard);
}

function createInvitation(participant) {
	const element = make('article', 'invitation');
	element.dataset.testid = `invitation-${participant.key}`;
	const head = make('div', 'head');
	head.append(make('h3'), make('span', 'chip'));
	const button = make('button', 'small', 'Answer the interview');
	button.dataset.testid = `answer-${participant.key}`;
	button.addEventListener('click', () =>
		openAnswer(state.participants.find(({ key }) => key === participant.key)),
	);
	element.append(
		head,
		make('p', 'title'),
		make('p', 'quiet'),
		button,
		make('dl'),
		make('p', 'quiet'),
	);
	return element;
}

function updateInvitation(element, participant) {
	const [head, title, when, button, answers, delivery] = element.children;
	element.setAttribute('aria-label', participant.name);
	button.setAttribute('aria-label', `Answer the interview as ${participant.name}`);
	setText(head.children[0], participant.name);
	setText(head.children[1], participant.stage);
	head.children[1].classList.toggle('done', participant.respondedAt !== null);
	setText(title, participant.interview.title);
	const to = participant.email ?? participant.phone ?? 'No email';
	setText(when, `${to}\nInvited ${time(participant.invitedAt)}`);
	button.hidden = participant.respondedAt !== null;
	answers.hidden = participant.answers.length === 0;
	keep(
		answers,
		participant.answers,
		(answer) => answer.key,
		() => {
			const row = make('div');
			row.append(make('dt'), make('dd'));
			return row;
		},
		(row, answer) => {
			setText(row.children[0], answer.question);
			setText(row.children[1], answer.text);
		},
	);
	setText(delivery, participant.respondedAt ? `Responded ${time(participant.respondedAt)}` : '');
	delivery.hidden = !participant.respondedAt;
}

function show() {
	keep(
		jobSelect,
		state.jobs,
		(job) => job.id,
		(job) => Object.assign(make('option'), { value: job.id }),
		(option, job) =>
			setText(option, job.status === 'Open' ? job.title : `${job.title} (${job.status})`),
	);
	if (!state.jobs.some((job) => job.id === jobId)) jobId = state.jobs[0]?.id;
	jobSelect.value = jobId ?? '';
	const stages = state.jobs.find((job) => job.id === jobId)?.stages ?? [];
	keep(board, stages, (stage) => stage.id, createStage, updateStage);
	keep(
		find('invitations'),
		state.participants,
		(participant) => participant.key,
		createInvitation,
		updateInvitation,
	);
	find('nobody').hidden = state.participants.length > 0;
	const { webhooks, deliveries } = state;
	const [last] = deliveries.slice(-1);
	const registered = `${webhooks} ${webhooks === 1 ? 'webhook' : 'webhooks'} registered`;
	const answer = last && (last.status === 0 ? 'not answered' : `answered ${last.status}`);
	setText(
		find('webhooks'),
		last ? `${registered}, last delivery (${last.event}) ${answer}, ${time(last.at)}` : registered,
	);
}

async function refresh() {
	const connection = find('connection');
	try {
		const text = await (await fetch('/page/state')).text();
		if (text !== shown) {
			state = JSON.parse(text);
			show();
			shown = text;
		}
		showVendors(state);
		setText(connection, 'Live');
		connection.classList.add('live');
	} catch {
		setText(connection, 'No connection to the sandbox');
		connection.classList.remove('live');
	}
}

jobSelect.addEventListener('change', () => {
	jobId = jobSelect.value;
	show();
});

find('add').addEventListener('submit', async (event) => {
	event.preventDefault();
	const form = event.target;
	const { name, email, phone } = Object.fromEntries(new FormData(form));
	if (await send('/page/candidates', { jobId, name, email, phone })) form.reset();
});

onCondition(send);
onAnswer(send);

async function live() {
	await refresh();
	setTimeout(live, 1000);
}
void live();
