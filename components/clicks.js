// Two things that charts need and Streamlit's own charts lack.
export default function ({ data, setTriggerValue }) {
  // Streamlit passes on either clicks or drags. This passes on the clicks of the chart whose drags it takes, the one
  // whose key begins with data.dragged.
  const listen = () => {
    for (const chart of document.querySelectorAll(`[class*="st-key-${data.dragged}"] .js-plotly-plot`)) {
      if (chart.passesOnClicks || !chart.on) continue
      chart.passesOnClicks = true
      chart.on("plotly_click", (event) => setTriggerValue("picked", String(event.points[0].customdata)))
    }
  }
  // A tap, and a click on a chart redrawn under a mouse at rest, find no bar or the last one, because Plotly waits for
  // the mouse to move.
  const wake = ({ target, clientX, clientY }) => {
    if (!target.closest?.(".js-plotly-plot")) return
    target.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, view: window, clientX, clientY }))
  }
  listen()
  const watching = new MutationObserver(listen)
  watching.observe(document.body, { childList: true, subtree: true })
  document.addEventListener("pointerdown", wake, true)
  return () => {
    watching.disconnect()
    document.removeEventListener("pointerdown", wake, true)
  }
}
