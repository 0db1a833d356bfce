package dev.schemagate.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import dev.schemagate.db.Database;
import dev.schemagate.ownership.OwnedObject;
import dev.schemagate.ownership.Ownership;
import dev.schemagate.ownership.OwnershipList;

/** Lists both schemas with the engine that owns each object. */
@Command(
        name = "owners",
        mixinStandardHelpOptions = true,
        description = {
            "Lists every relation, type and function of both schemas: whose it is, how that is known, and what a push or reset of"
                    + " Prisma's would do to it without a guard.",
            "Exit codes: 0 all have an owner, 1 there are strangers, 3 could not check."
        },
        footer = {"", "Example:", "  schema-gate guard owners"})
class GuardOwnersCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Inject
    Instance<Database> database;

    @Inject
    Ownership ownership;

    @Override
    public Integer call() {
        OwnershipList list = OwnershipList.read(database.get(), ownership);
        PrintWriter out = spec.commandLine().getOut();
        list.objects().forEach(object -> out.println(object.describe()));
        list.border().forEach(out::println);
        long strangers = list.objects().stream()
                .map(OwnedObject::owner)
                .filter(owner -> owner.isEmpty())
                .count();
        out.println(list.objects().size() + " objects, " + strangers + " of them without an owner; "
                + list.border().size() + " foreign keys and views across the border");
        return strangers == 0 ? ExitCode.OK : ExitCode.FINDINGS;
    }
}
