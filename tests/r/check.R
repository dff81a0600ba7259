
# What the page promises, after its code has run.
stopifnot(
  file.exists("reports/index.md"),
  all(c("QNO", "XSU") %in% dyads$holder),
  any(is.na(dyads$ci_low)),
  any(dyads$holder == "QNO" & dyads$target == "XSU" & dyads$period == 2021 & dyads$mean_stance < 0),
  any(dyads$holder == "XSU" & dyads$target == "XOS" & dyads$mean_stance > 0),
  # Offsets count characters, also behind a quotation mark.
  nrow(said) > 3,
  identical(said$who[!is.na(said$who)], said$source$text[!is.na(said$source$text)]),
  is.numeric(opinions$stance), is.logical(opinions$counted), nrow(opinions) >= nrow(dyads),
  nrow(scored) >= nrow(opinions),
  identical(readLines("own.csv"), c("word,valence", "lie*,-0.5", "prais*,0.5", "threat,-0.5", "valuable,0.5")),
  nrow(read.csv("by-own-words.csv")) == nrow(read.csv("opinions.csv"))
)
cat(nrow(opinions), "opinions were read\n")
