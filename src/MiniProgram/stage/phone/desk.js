// The phone beside what somebody who tries it may want to change about it.
const frame = document.getElementById('phone');
const on = (id, event, act) => document.getElementById(id).addEventListener(event, act);

// A window as narrow as a phone is the phone.
if (window.innerWidth < 600) {
  location.replace('/phone');
} else {
  frame.src = address();
}

const people = await (await fetch('/people.json')).json();
document.getElementById('people').replaceChildren(
  ...people.map(({ phone, name, remark }) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: `${name}  ${phone}  ${remark}` });
    button.ariaPressed = String(sessionStorage.getItem('desk:phone') === phone);
    button.addEventListener('click', () => become(phone));
    const line = document.createElement('li');
    line.append(button);
    return line;
  }),
);
document.getElementById('people').hidden = people.length === 0;

on('other', 'submit', (event) => {
  event.preventDefault();
  become(new FormData(event.target).get('phone'));
});
on('offline', 'change', ({ target }) => frame.contentWindow.stage.phone.setNetwork(target.checked ? 'none' : 'wifi'));
for (const choice of ['dark', 'large']) {
  on(choice, 'change', () => (frame.src = address()));
}
on('capture', 'click', () => frame.contentWindow.stage.phone.captureScreen());
on('pull', 'click', () => frame.contentWindow.dispatchEvent(new CustomEvent('stage:pull')));

/** Another phone: whatever this one kept is gone. */
function become(phone) {
  sessionStorage.clear();
  sessionStorage.setItem('desk:phone', phone);
  location.reload();
}

function address() {
  const asked = new URLSearchParams(location.search);
  const phone = sessionStorage.getItem('desk:phone');
  if (phone) {
    asked.set('phone', phone);
  }
  for (const [id, name, value] of [
    ['large', 'text', '1.4'],
    ['dark', 'theme', 'dark'],
    ['offline', 'network', 'none'],
  ]) {
    if (document.getElementById(id).checked) {
      asked.set(name, value);
    }
  }
  return `/phone?${asked}`;
}
