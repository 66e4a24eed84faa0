using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class RowTests
{
    [Fact]
    public void Every_test_that_a_page_names_is_there() => Expect.Obeyed(RowRules.LostTests);

    [Fact]
    public void A_test_that_was_renamed_is_found()
    {
        Expect.Finds(RowRules.LostTests, ("docs/rows.md", "| CAP-01 | `SomeTests.It_works` |"), ("test/A/SomeTests.cs", "public void It_worked()"));
        Expect.Accepts(RowRules.LostTests, ("docs/rows.md", "| CAP-01 | `SomeTests.It_works` |"), ("test/A/SomeTests.cs", "public void It_works()"));
    }
}
