# Reads cases "kind|numbers|numbers" from standard input, writes one line of numbers for each.
suppressPackageStartupMessages(library(coin))
numbers <- function(text) as.numeric(strsplit(text, " ")[[1]])
say <- function(...) cat(format(c(...), digits = 15), "\n")
for (line in readLines(file("stdin"))) {
  part <- strsplit(line, "|", fixed = TRUE)[[1]]
  a <- numbers(part[2]); b <- if (length(part) > 2) numbers(part[3]) else NULL
  suppressWarnings(switch(part[1],
    wilson = say(prop.test(a[1], a[2], correct = FALSE)$conf.int),
    exact_share = say(binom.test(a[1], a[2])$conf.int),
    fisher = { t <- matrix(a, 2, byrow = TRUE)
      say(fisher.test(t)$p.value, fisher.test(t, alternative = "greater")$p.value) },
    freeman_halton = say(fisher.test(matrix(a, b[1], byrow = TRUE), workspace = 2e7)$p.value),
    mcnemar = say(binom.test(a[1], a[1] + a[2])$p.value),
    signed_rank = { zero <- rep(0, length(a))
      say(pvalue(wilcoxsign_test(a ~ zero, distribution = "exact", zero.method = "Pratt"))) },
    mann_whitney = { g <- factor(rep(c("a", "b"), c(length(a), length(b))))
      say(pvalue(wilcox_test(c(a, b) ~ g, distribution = "exact"))) },
    hodges_lehmann = { t <- wilcox.test(a, conf.int = TRUE, exact = TRUE); say(t$estimate, t$conf.int) },
    shift = { t <- wilcox.test(a, b, conf.int = TRUE, exact = TRUE); say(t$estimate, t$conf.int) },
    kruskal = { t <- kruskal.test(a, b); say(t$statistic, t$p.value) },
    friedman = { t <- friedman.test(matrix(a, ncol = b[1], byrow = TRUE)); say(t$statistic, t$p.value) },
    chi2 = { t <- chisq.test(matrix(a, b[1], byrow = TRUE), correct = FALSE); say(t$statistic, t$p.value) },
    adjust = say(p.adjust(a, "holm"), p.adjust(a, "BH")),
    quantile = say(median(a), quantile(a, c(.25, .75)))))
}
