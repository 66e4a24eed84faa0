using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class NameTests
{
    [Fact]
    public void No_type_has_a_name_that_says_nothing() => Expect.Obeyed(NameRules.EmptyTypeNames);

    [Fact]
    public void A_test_is_called_by_a_sentence() => Expect.Obeyed(NameRules.TestsThatAreNoSentences);

    [Theory]
    [InlineData("FlagManager")]
    [InlineData("StringHelpers")]
    [InlineData("EventLogImpl")]
    [InlineData("StoreBase")]
    [InlineData("FlagInfo")]
    [InlineData("EventData")]
    public void An_empty_name_is_found(string name) => Expect.Finds(NameRules.EmptyTypeNames, ("src/Guidon.Flags/A.cs", $"sealed class {name};"));

    [Theory]
    [InlineData("DataFolder")]
    [InlineData("DatabaseFile")]
    [InlineData("Base64Text")]
    public void A_name_that_only_contains_the_letters_may_stay(string name) =>
        Expect.Accepts(NameRules.EmptyTypeNames, ("src/Guidon.Flags/A.cs", $"sealed class {name};"));

    [Fact]
    public void A_test_without_a_sentence_is_found()
    {
        Expect.Finds(NameRules.TestsThatAreNoSentences, ("test/X.Tests/A.cs", "class A { [Fact] public void Works() { } }"));
        Expect.Accepts(NameRules.TestsThatAreNoSentences, ("test/X.Tests/A.cs", "class A { [Fact] public void It_works() { } }"));
    }
}
