/* Questions after a lesson: looked at here, told to nobody. Without this script their answers are
   behind a fold. */
(function () {
  "use strict";
  var doc = document;
  var all = function (selector, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(selector)); };
  var one = function (selector, from) { return (from || doc).querySelector(selector); };
  function button(text, sort) {
    var node = doc.createElement("button");
    node.type = "button";
    node.className = "dw-button " + sort;
    node.textContent = text;
    return node;
  }

  function quiz(box) {
    var form = one("form", box), result = one("[data-quiz-score]", box), questions = all(".dw-question", box);
    var look = button("看看对不对", "dw-button--red"), again = button("再做一次", ""), line = doc.createElement("p");
    look.type = "submit";
    again.hidden = true;
    line.className = "dw-tools";
    line.appendChild(look);
    line.appendChild(again);
    form.appendChild(line);
    questions.forEach(function (question) {
      var verdict = doc.createElement("p");
      verdict.className = "dw-question__verdict";
      one("details", question).hidden = true;
      question.insertBefore(verdict, one("details", question));
    });

    function chosen(question) { return all("input:checked", question).map(function (input) { return input.value; }); }
    function right(question) { return question.dataset.answers === chosen(question).join(","); }
    function judge(question) {
      var answers = question.dataset.answers.split(","), good = right(question), verdict = one(".dw-question__verdict", question);
      all("input", question).forEach(function (input) {
        var meant = answers.indexOf(input.value) >= 0, label = input.closest("label");
        label.classList.toggle("dw-option--right", meant);
        label.classList.toggle("dw-option--wrong", input.checked && !meant);
        one("[data-verdict]", label).textContent = meant ? (input.checked ? "✓ 对" : "✓ 应选") : input.checked ? "✗ 不对" : "";
        input.disabled = true;
      });
      verdict.textContent = good ? "答对了。" : "没答对。";
      verdict.classList.toggle("dw-question__verdict--right", good);
      one("details", question).hidden = false;
      one("details", question).open = true;
      return good;
    }
    function clear(question) {
      all("input", question).forEach(function (input) {
        input.checked = input.disabled = false;
        input.closest("label").classList.remove("dw-option--right", "dw-option--wrong");
        one("[data-verdict]", input.closest("label")).textContent = "";
      });
      one(".dw-question__verdict", question).textContent = "";
      one("details", question).open = false;
      one("details", question).hidden = true;
    }
    /* What is said is read out, and where the keyboard stood nothing is left. */
    function say(text, state) {
      result.textContent = text;
      result.dataset.state = state;
      result.focus();
    }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (look.hidden) return;
      var open = questions.filter(function (question) { return !chosen(question).length; });
      if (open.length) {
        var numbers = open.map(function (question) { return questions.indexOf(question) + 1; });
        result.textContent = "还有 " + open.length + " 题没有选：第 " + numbers.join("、") + " 题。";
        result.dataset.state = "open";
        one("input", open[0]).focus();
        return;
      }
      var hits = questions.map(judge).filter(Boolean).length, count = questions.length;
      var needed = Math.ceil(count * Number(box.dataset.passing) / 100), passed = hits >= needed;
      look.hidden = true;
      again.hidden = false;
      var told = hits === count ? "都学明白了！" : passed ? "通过了，再看一眼没答对的解释。" : "答对 " + needed + " 题算通过。看看解释，再做一次。";
      say("答对 " + hits + " 题，共 " + count + " 题。" + told, passed ? "passed" : "failed");
      if (passed) doc.dispatchEvent(new CustomEvent("dangwu:passed"));
    });
    again.addEventListener("click", function () {
      questions.forEach(clear);
      result.textContent = "";
      result.dataset.state = "";
      again.hidden = true;
      look.hidden = false;
      one("input", form).focus();
    });
  }
  all("[data-quiz]").forEach(quiz);
})();
