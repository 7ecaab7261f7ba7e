// Counts on between two looks at the server's clock, so that a tablet whose own clock is wrong shows the right time.
const clockParts = (seconds) => {
  const whole = Math.ceil(seconds);
  return [String(Math.floor(whole / 60)).padStart(2, "0"), String(whole % 60).padStart(2, "0")];
};

const keepClock = (address, draw) => {
  const shown = document.getElementById("clock");
  let left = Number(shown.dataset.left);
  let runs = Boolean(shown.dataset.runs);
  let since = performance.now();
  const set = (state) => {
    left = state.left;
    runs = state.runs;
    since = performance.now();
  };
  const look = async () => {
    try {
      const answer = await fetch(address);
      if (answer.ok) set(await answer.json());
    } catch {
      // It counts on; the next look will set it right.
    }
  };
  const tick = () => draw(shown, Math.max(0, left - (runs ? (performance.now() - since) / 1000 : 0)), runs);
  setInterval(look, 4000);
  setInterval(tick, 250);
  tick();
  return { set, tick };
};
