#compdef portcullis
# The completion for bash serves zsh too; it looks for it where both packages put it.
autoload -U +X bashcompinit && bashcompinit
for file in /usr/share/bash-completion/completions/portcullis "${${(%):-%x}:A:h}/portcullis.bash"; do
  if [[ -r $file ]]; then
    source "$file"
    break
  fi
done
