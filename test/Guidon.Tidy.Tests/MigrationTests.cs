using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class MigrationTests
{
    private const string Path = "src/Guidon.Storage.Sqlite/Migrations/0099_later.sql";

    [Fact]
    public void Migrations_only_add() => Expect.Obeyed(MigrationRules.Additive);

    [Fact]
    public void Each_migration_stands_in_both_engines() => Expect.Obeyed(MigrationRules.Twins);

    [Theory]
    [InlineData("ALTER TABLE event DROP COLUMN kind;")]
    [InlineData("drop table event;")]
    [InlineData("ALTER TABLE event RENAME TO happening;")]
    [InlineData("ALTER TABLE event RENAME COLUMN kind TO sort;")]
    [InlineData("ALTER TABLE event ALTER COLUMN kind SET NOT NULL;")]
    [InlineData("ALTER TABLE event ADD COLUMN sort TEXT NOT NULL;")]
    public void What_the_build_before_could_not_live_with_is_found(string sql) => Expect.Finds(MigrationRules.Additive, (Path, sql));

    [Theory]
    [InlineData("ALTER TABLE event ADD COLUMN sort TEXT;")]
    [InlineData("ALTER TABLE event ADD COLUMN sort TEXT NOT NULL DEFAULT '';")]
    [InlineData("-- DROP TABLE event\nCREATE TABLE later (id INTEGER NOT NULL);")]
    [InlineData("DROP INDEX event_kind;")]
    public void What_is_only_added_is_accepted(string sql) => Expect.Accepts(MigrationRules.Additive, (Path, sql));

    [Fact]
    public void A_migration_of_one_engine_alone_is_found() => Expect.Finds(MigrationRules.Twins, (Path, ""));
}
