using Guidon.Tidy.Tests.Rules;

namespace Guidon.Tidy.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void A_file_holds_one_top_level_type() => Expect.Obeyed(ShapeRules.CrowdedFiles);

    [Fact]
    public void A_file_is_called_as_its_type() => Expect.Obeyed(ShapeRules.MisnamedFiles);

    [Fact]
    public void A_namespace_is_its_folder() => Expect.Obeyed(ShapeRules.MisplacedNamespaces);

    [Fact]
    public void A_class_is_sealed_or_static_or_abstract() => Expect.Obeyed(ShapeRules.OpenClasses);

    [Fact]
    public void No_field_is_public() => Expect.Obeyed(ShapeRules.PublicFields);

    [Fact]
    public void A_second_type_in_a_file_is_found_but_a_nested_one_may_stay()
    {
        Expect.Finds(ShapeRules.CrowdedFiles, Source("A", "class A; enum B { }"));
        Expect.Accepts(ShapeRules.CrowdedFiles, Source("A", "class A { private class Friend; }"));
    }

    [Fact]
    public void A_file_with_another_name_than_its_type_is_found()
    {
        Expect.Finds(ShapeRules.MisnamedFiles, Source("A", "record B;"));
        Expect.Accepts(ShapeRules.MisnamedFiles, Source("A", "record A<T>;"), Source("A.Rules", "partial class A;"), Source("A{T}", "record A<T>;"));
    }

    [Fact]
    public void A_namespace_that_is_not_its_folder_is_found()
    {
        Expect.Finds(ShapeRules.MisplacedNamespaces, ("src/Guidon.Flags/Deep/A.cs", "namespace Guidon.Flags; class A;"));
        Expect.Accepts(ShapeRules.MisplacedNamespaces, ("src/Guidon.Flags/Deep/A.cs", "namespace Guidon.Flags.Deep; class A;"));
        Expect.Accepts(ShapeRules.MisplacedNamespaces, ("src/Guidon.Server/Program.cs", "return 0;"));
    }

    [Fact]
    public void A_class_that_anybody_may_inherit_is_found()
    {
        Expect.Finds(ShapeRules.OpenClasses, Source("A", "public class A;"), Source("B", "public record B;"));
        Expect.Accepts(ShapeRules.OpenClasses, Source("A", "sealed partial class A;"), Source("A.More", "partial class A;"), Source("B", "record struct B;"));
    }

    [Fact]
    public void A_public_field_is_found_but_a_constant_may_stay()
    {
        Expect.Finds(ShapeRules.PublicFields, Source("A", "sealed class A { public readonly int Count; }"));
        Expect.Accepts(ShapeRules.PublicFields, Source("A", "sealed class A { public const int CountMax = 3; private int _count; }"));
    }

    private static (string, string) Source(string name, string text) => ($"src/Guidon.Flags/{name}.cs", $"namespace Guidon.Flags; {text}");
}
