package dev.portcullis.app;

import dev.portcullis.cli.Cli;
import dev.portcullis.cli.Console;

/// Where the program begins.
public final class Main {

    private Main() {}

    static void main(String[] arguments) {
        Logging.aside();
        System.exit(new Cli(new Portcullis(System::getenv), Console.system()).run(arguments));
    }
}
