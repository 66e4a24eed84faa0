using System.Text;
using Microsoft.Data.Sqlite;

namespace Guidon.Storage.Tests;

public sealed class SqliteIdentitySearchTests() : IdentitySearchCompliance(SqliteTestStore.Open)
{
    [Fact]
    public void The_index_folds_every_letter_to_one_of_the_forms_that_are_asked_for()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            CREATE VIRTUAL TABLE text USING fts5 (letters, tokenize = 'trigram', detail = 'none');
            CREATE VIRTUAL TABLE run USING fts5vocab (text, instance);
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 131071)
            INSERT INTO text (rowid, letters) SELECT n, char(n, n, n) FROM number WHERE n NOT BETWEEN 55296 AND 57343;
            SELECT doc, term FROM run;
            """;
        using var rows = command.ExecuteReader();
        List<string> missing = [];
        var count = 0;
        for (; rows.Read(); count++)
        {
            var letter = new Rune((int)rows.GetInt64(0));
            if (!IdentityRuns.Folds(letter).Contains(rows.GetString(1).EnumerateRunes().First())) missing.Add($"U+{letter.Value:X4} is {rows.GetString(1)}");
        }

        Assert.Empty(missing);
        Assert.InRange(count, 120_000, 131_071);
    }
}
