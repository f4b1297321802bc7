using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Syntax;

/// <summary>
/// Grouping against a slow and obvious oracle: in a flat list of operands and operators, join neighbours at the
/// tightest level from left to right, then at the next looser one, until one is left.
/// </summary>
[TestFixture]
public sealed class PrecedenceTests
{
    private static readonly string[][] TightToLoose =
    [
        ["*", "/", "%", "||"],
        ["+", "-"],
        ["=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"],
        ["AND"],
        ["OR"],
    ];

    private static readonly string[] Operators = [.. TightToLoose.SelectMany(level => level)];

    [Test]
    public void Parse_RandomChain_GroupsLikeTheOracle([Range(0, 399)] int seed)
    {
        SplitMix random = new((ulong)seed);
        List<string> operands = ["a"];
        List<string> operators = [];
        for (int i = random.Next(12); i >= 0; i--)
        {
            operators.Add(Operators[random.Next(Operators.Length)]);
            operands.Add(random.Next(4) == 0 ? "(x OR y)" : "b");
        }

        string text = operands[0] + string.Concat(operators.Select((name, i) => $" {name} {operands[i + 1]}"));
        Assert.That(Scripts.ExpressionText(text), Is.EqualTo(Group(operands, operators)), text);
    }

    private static string Group(List<string> operands, List<string> operators)
    {
        foreach (string[] level in TightToLoose)
        {
            for (int i = 0; i < operators.Count;)
            {
                if (level.Contains(operators[i]))
                {
                    operands[i] = $"({operands[i]} {operators[i]} {operands[i + 1]})";
                    operands.RemoveAt(i + 1);
                    operators.RemoveAt(i);
                }
                else
                {
                    i++;
                }
            }
        }

        return operands[0];
    }
}
