/** Elements of the page, and how they are brought in line with what is to be shown. */
export function make(tag, className, text) {
	const element = document.createElement(tag);
	if (className) element.className = className;
	if (text !== undefined) element.textContent = text;
	return element;
}

export function setText(element, text) {
	if (element.textContent !== text) element.textContent = text;
}

/** Brings a parent's children in line with rows: one child for each, found again by its key. */
export function keep(parent, rows, keyOf, create, update) {
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

/** The time of day, with the day if it is another one. */
export function time(iso) {
	const moment = new Date(iso);
	const isToday = moment.toDateString() === new Date().toDateString();
	const day = isToday ? {} : { weekday: 'short', day: 'numeric', month: 'short' };
	const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
	return moment.toLocaleString([], { ...day, ...clock });
}

export function createNote(note) {
	const element = make('article', 'note');
	element.setAttribute('aria-label', 'Note');
	element.dataset.testid = `note-${note.id}`;
	const text = make('div', 'note-text');
	// A long one scrolls, also with the keyboard.
	text.tabIndex = 0;
	element.append(text, make('div', 'quiet'));
	return element;
}

export function updateNote(element, note) {
	const [text, when] = element.children;
	if (text.dataset.html !== note.html) {
		text.dataset.html = note.html;
		text.innerHTML = note.html;
	}
	setText(when, `${note.isPrivate ? 'Private note' : 'Note'}, ${time(note.createdAt)}`);
}
