// Two things that the charts need and that Streamlit does not do.
export default function ({ data, setTriggerValue }) {
  // For a chart, Streamlit passes on either clicks or drags. It passes on the drags of the chart whose key begins with
  // data.dragged; this passes on its clicks.
  const listen = () => {
    for (const chart of document.querySelectorAll(`[class*="st-key-${data.dragged}"] .js-plotly-plot`)) {
      if (chart.passesOnClicks || !chart.on) continue
      chart.passesOnClicks = true
      chart.on("plotly_click", (event) => setTriggerValue("picked", String(event.points[0].customdata)))
    }
  }
  // Plotly finds the bar under the mouse when the mouse moves. A tap does not move it, and neither does a click on a
  // chart that was redrawn meanwhile, so the move is sent here.
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
