/**
 * The sandbox's page. It asks for the whole state each second and brings the elements in line with
 * it, keeping those that stand already, so that an open list or a card being dragged is not lost.
 * Text from outside is only ever set as text; a note's HTML was made safe by the server.
 */
const find = (id) => document.getElementById(id);
const board = find('board');
const jobSelect = find('job');
const dialog = find('answer');

let state;
let shown = '';
let jobId;
let answering;

function make(tag, className, text) {
	const element = document.createElement(tag);
	if (className) element.className = className;
	if (text !== undefined) element.textContent = text;
	return element;
}

function setText(element, text) {
	if (element.textContent !== text) element.textContent = text;
}

/** Brings a parent's children in line with rows: one child for each, found again by its key. */
function keep(parent, rows, keyOf, create, update) {
	const standing = new Map([...parent.children].map((child) => [child.dataset.key, child]));
	rows.forEach((row, index) => {
		const key = keyOf(row);
		let child = standing.get(key);
		if (child) standing.delete(key);
		else {
			child = create(row);
			child.dataset.key = key;
		}
		update(child, row);
		if (parent.children[index] !== child)
			parent.insertBefore(child, parent.children[index] ?? null);
	});
	for (const child of standing.values()) child.remove();
}

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

const time = (iso) =>
	new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });

function createNote(note) {
	const element = make('article', 'note');
	element.dataset.testid = `note-${note.id}`;
	element.append(make('div', 'note-text'), make('div', 'quiet'));
	return element;
}

function updateNote(element, note) {
	const [text, when] = element.children;
	if (text.dataset.html !== note.html) {
		text.dataset.html = note.html;
		text.innerHTML = note.html;
	}
	setText(when, `${note.isPrivate ? 'Private note' : 'Note'}, ${time(note.createdAt)}`);
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
	const select = make('select', 'move');
	select.dataset.testid = `move-${application.id}`;
	select.addEventListener('change', () => {
		if (select.value)
			void send('/page/move', { applicationId: application.id, stageId: select.value });
		select.value = '';
	});
	card.append(make('h4'), make('p', 'quiet'), make('p', 'quiet'), select, make('div', 'notes'));
	return card;
}

function updateCard(card, application) {
	const [name, email, phone, select, notes] = card.children;
	setText(name, application.candidate.name);
	setText(email, application.candidate.email ?? 'No e-mail');
	email.title = email.textContent;
	setText(phone, application.candidate.phone ?? '');
	phone.hidden = !application.candidate.phone;
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
	column.dataset.testid = `stage-${stage.id}`;
	const heading = make('h3');
	heading.append(make('span'), make('span', 'count'));
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
		if (application && application.stageId !== stage.id)
			void send('/page/move', { applicationId, stageId: stage.id });
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
	button.addEventListener('click', () => openAnswer(participant.key));
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
	setText(head.children[0], participant.name);
	setText(head.children[1], participant.stage);
	head.children[1].classList.toggle('done', participant.respondedAt !== null);
	setText(title, participant.interview.title);
	const [last] = participant.invitedAt.slice(-1);
	const to = participant.email ?? participant.phone ?? 'No e-mail';
	setText(when, `${to}\n${last ? `Invited ${time(last)}` : 'No invitation sent'}`);
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

function openAnswer(key) {
	const participant = state.participants.find((each) => each.key === key);
	answering = key;
	setText(find('answer-title'), participant.interview.title);
	setText(find('answer-who'), `Answered as ${participant.name}`);
	find('questions').replaceChildren(
		...participant.interview.questions.map((question, index) => {
			const label = make('label', 'field');
			const input = make('textarea');
			Object.assign(input, { name: `answer-${index}`, rows: 3, required: true });
			const kind =
				question.answerType === 'text' ? 'In writing' : `What they say (${question.answerType})`;
			input.placeholder = kind;
			label.append(make('span', '', question.text), input);
			return label;
		}),
	);
	dialog.showModal();
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
		setText(connection, 'Live');
		connection.classList.add('live');
	} catch {
		setText(connection, 'The sandbox does not answer');
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

find('cancel').addEventListener('click', () => dialog.close());

find('answers').addEventListener('submit', async (event) => {
	event.preventDefault();
	const answers = [...new FormData(event.target).values()];
	const participantKey = answering;
	dialog.close();
	await send('/page/respond', { participantKey, answers });
});

async function live() {
	await refresh();
	setTimeout(live, 1000);
}
void live();
