package dev.signalbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {

    private static final RunningHouse HOUSE = new RunningHouse();
    private static final SchemaCheck CHECK = new SchemaCheck(ApiDescription.of(HOUSE));

    @AfterAll
    static void stop() {
        HOUSE.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'string'}                                    | 'a'        | fits",
                "{'type':'string'}                                    | 1          | no",
                "{'type':['string','null']}                           | null       | fits",
                "{'type':'string'}                                    | null       | no",
                "{'type':'integer'}                                   | 1.5        | no",
                "{'type':'number'}                                    | 1.5        | fits",
                "{'enum':['a','b']}                                   | 'c'        | no",
                "{'type':'array','items':{'type':'string'}}           | ['a',1]    | no",
                "{'type':'array','items':{'type':'string'}}           | ['a']      | fits",
                "{'type':'object','required':['a']}                   | {}         | no",
                "{'type':'object','additionalProperties':false}       | {'a':1}    | no",
                "{'additionalProperties':{'type':'string'}}           | {'a':1}    | no",
                "{'properties':{'a':{'type':'string'}}}               | {'a':1}    | no",
                "{'anyOf':[{'type':'string'},{'type':'null'}]}        | 1          | no",
                "{'anyOf':[{'type':'string'},{'type':'null'}]}        | null       | fits",
                "{'type':'string','format':'date-time'}               | 'soon'     | no",
                "{'$ref':'#/components/schemas/TeamsDeleted'}         | {}         | no",
                "{'$ref':'#/components/schemas/TeamsDeleted'} | {'deleted_teams':['a']} | fits",
                "{'minimum':1}                                        | 1          | no"
            })
    void whatDoesNotFitIsFound(String schema, String value, String verdict) {
        assertThat(CHECK.flaws(tree(schema), tree(value), "it").isEmpty())
                .isEqualTo(verdict.strip().equals("fits"));
    }

    private static com.fasterxml.jackson.databind.JsonNode tree(String text) {
        return ApiDescription.tree(text.strip().replace('\'', '"'));
    }
}
