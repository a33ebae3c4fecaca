/** The dialog in which a person answers an interview as the candidate would. */
import { make, setText } from '/elements.js';

const find = (id) => document.getElementById(id);
const dialog = find('answer');

/** Answers that a person can submit as they are. */
const EXAMPLES = {
	spoken: [
		'A customer had waited two weeks for a refund. I listened first, then called the bank with her on the line.',
		'Being honest about what I can do today, and calling back when I said I would.',
		'I read the last five conversations before I pick up the phone.',
	],
	text: ['English and Spanish', 'From the first of next month', 'English, French, and some Dutch'],
};

let answering;

export function openAnswer(participant) {
	answering = participant;
	setText(find('answer-title'), participant.interview.title);
	setText(find('answer-who'), `Answered as ${participant.name}`);
	find('questions').replaceChildren(
		...participant.interview.questions.map((question, index) => {
			const label = make('label', 'field');
			const input = make('textarea');
			Object.assign(input, { name: `answer-${index}`, rows: 3, required: true });
			const isText = question.answerType === 'text';
			input.value = EXAMPLES[isText ? 'text' : 'spoken'][index % 3];
			const kind = isText ? 'Written answer' : `Transcript (${question.answerType})`;
			label.append(make('span', '', question.text), make('span', '', kind), input);
			return label;
		}),
	);
	dialog.showModal();
}

/** @param send posts the answers */
export function onAnswer(send) {
	find('cancel').addEventListener('click', () => dialog.close());

	find('answers').addEventListener('submit', async (event) => {
		event.preventDefault();
		const answers = [...new FormData(event.target).values()];
		const { key: participantKey, name } = answering;
		dialog.close();
		if (await send('/page/respond', { participantKey, answers }))
			setText(find('announced'), `${name}’s answers were submitted.`);
	});
}
