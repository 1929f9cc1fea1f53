// Whatever goes wrong in a page or on the stage is kept here, and a test asserts at its end that nothing was. The framework catches what a
// page throws, so that without this nobody would hear of it.
const faults = (window.stageErrors = []);

export function fault(words) {
  faults.push(String(words));
  console.error(words);
}

window.addEventListener('error', (event) => fault(event.error?.stack ?? event.message));
window.addEventListener('unhandledrejection', (event) => fault(event.reason?.stack ?? JSON.stringify(event.reason)));
