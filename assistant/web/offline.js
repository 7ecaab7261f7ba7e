// The server may be stopped while the page is open: the page says so, and says when it is there again.
const lookForServer = async () => {
  const bar = document.getElementById("offline");
  let found = false;
  try {
    found = (await fetch("/healthz", { signal: AbortSignal.timeout(4000), cache: "no-store" })).ok;
  } catch {
    found = false;
  }
  if (bar) bar.hidden = found;
  setTimeout(lookForServer, found ? 10000 : 2000);
};
setTimeout(lookForServer, 10000);
