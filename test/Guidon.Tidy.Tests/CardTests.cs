using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class CardTests
{
    private const string Card = """
        # Guidon.Flags
        **Is for** what operators wrote.
        **Is not for** vendors.
        **Doors**: `Deep/Compiler.cs`.
        **Starts at** `src/Guidon.Flags/Deep/Compiler.cs`.
        **Breaks how**: a bad document is refused.
        **Tests live in** `test/Guidon.Flags.Tests/`.
        """;

    [Fact]
    public void Every_room_has_a_card() => Expect.Obeyed(CardRules.Missing);

    [Fact]
    public void A_card_has_at_most_20_lines() => Expect.Obeyed(CardRules.TooLong);

    [Fact]
    public void A_card_answers_the_six_questions() => Expect.Obeyed(CardRules.Unanswered);

    [Fact]
    public void A_card_names_only_files_that_are_there() => Expect.Obeyed(CardRules.LostFiles);

    [Fact]
    public void A_whole_card_is_accepted()
    {
        foreach (var rule in (Rule[])[CardRules.Missing, CardRules.TooLong, CardRules.Unanswered, CardRules.LostFiles])
            Expect.Accepts(rule, At("README.md", Card), At("Deep/Compiler.cs"), ("test/Guidon.Flags.Tests/ATests.cs", ""));
    }

    [Fact]
    public void A_room_without_a_card_is_found() => Expect.Finds(CardRules.Missing, At("Deep/Compiler.cs"));

    [Fact]
    public void A_card_of_21_lines_is_found() => Expect.Finds(CardRules.TooLong, At("README.md", string.Concat(Enumerable.Repeat("line\n", 21))));

    [Fact]
    public void A_question_without_an_answer_is_found() =>
        Expect.Finds(CardRules.Unanswered, At("README.md", Card.Replace("Breaks how", "Falls over", StringComparison.Ordinal)));

    [Fact]
    public void A_file_that_is_gone_is_found() => Expect.Finds(CardRules.LostFiles, At("README.md", Card));

    private static (string, string) At(string name, string text = "") => ($"src/Guidon.Flags/{name}", text);
}
